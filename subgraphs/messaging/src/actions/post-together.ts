import { gathered } from '@moim/kit/batch/gathered.ts';
import type { Tx, WriteDb } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { appendWithin, inOutboxSpan } from '@moim/kit/events/append.ts';
import { shardOf } from '@moim/kit/events/shard.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { traceparentOf } from '@moim/kit/trace/traceparent.ts';
import { messagePosted } from '@moim/schema/contracts/messaging.ts';
import { type NewText, type PostedText, postTexts } from '../db/post-texts.ts';
import { type Message, type MessageDraft, withoutNotice } from '../domain/message.ts';
import { payloadOf } from './append-message-posted.ts';

/** Texts of one transaction. */
const maxTexts = 50;
/** A room that somebody else holds for long keeps nobody from writing in others. */
const patienceMs = 25;

type Post = (text: NewText) => Promise<Message | null>;

const posts = new WeakMap<WriteDb, Post>();

/**
 * Posts a text in one transaction with those that come in while the one before is under way: what a commit costs is
 * shared by all of them.
 *
 * @returns null when its id may be taken or its room is locked, and nothing was written: it is to be looked at by itself
 * @throws {NotFoundError} when the author is not in the room
 * @throws whatever failed for all of them; nothing was written
 */
export function postTogether(services: Services, draft: MessageDraft): Promise<Message | null> {
  const { newId, now } = services;
  const post = postOf(services);
  const text = { ...draft, at: now(), eventId: newId(), shard: shardOf(draft.roomId) };
  // Within it, since the transaction goes on with the trace of whoever came first.
  return inOutboxSpan('messaging', messagePosted, () => post({ ...text, traceparent: traceparentOf() }));
}

function postOf(services: Services): Post {
  const { write } = services.db;
  const known = posts.get(write);
  if (known) return known;
  const run = (texts: readonly NewText[]) => postAll(services, texts);
  const asOne = gathered({ run, maxItems: maxTexts, patienceMs });
  const post: Post = async (each) => (await asOne(each))();
  posts.set(write, post);
  return post;
}

/** What became of a text, for whoever sent it. */
type Outcome = () => Message | null;

const undecided: Outcome = () => null;

class Undone extends Error {}

async function postAll(services: Services, texts: readonly NewText[]): Promise<Outcome[]> {
  const byId = new Map(texts.map((text) => [text.id, text]));
  const firsts = [...byId.values()];
  try {
    const posted = await services.db.write.transaction((tx) => postIn(tx, firsts));
    return texts.map((text) => (byId.get(text.id) === text ? (posted.get(text.id) ?? undecided) : undecided));
  } catch (error) {
    if (error instanceof Undone || texts.length > 1) return texts.map(() => undecided);
    throw error;
  }
}

function postIn(tx: Tx, texts: readonly NewText[]): Promise<ReadonlyMap<string, Outcome>> {
  return appendWithin(tx, 'messaging', messagePosted, async ({ insert, check }) => {
    const rows = new Map((await postTexts(tx, texts, insert)).map((row) => [row.id, row]));
    const messages = texts.flatMap((text) => messageOf(text, rows.get(text.id)) ?? []);
    check(messages.map(payloadOf));
    const outcomes = new Map<string, Outcome>(messages.map((message) => [message.id, () => message]));
    for (const { id, isMember } of rows.values()) if (!isMember) outcomes.set(id, refuse);
    return outcomes;
  });
}

/** @throws {Undone} when it took a place that it cannot have: no place may stay empty */
function messageOf({ at, id, roomId, memberId, text }: NewText, row: PostedText | undefined): Message | null {
  if (row?.seq == null) return null;
  if (!row.isPosted) throw new Undone();
  return { id, roomId, memberId, text, ...withoutNotice, seq: row.seq, kind: 'TEXT', sentAt: at };
}

const refuse: Outcome = () => {
  throw new NotFoundError();
};
