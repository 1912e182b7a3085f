import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { takeNextSeq } from '../db/chat-rooms.ts';
import { findMessageBySender, insertText, isMessageIdTaken } from '../db/messages.ts';
import {
  asRetry,
  draftMessage,
  IdTakenError,
  type Message,
  type MessageDraft,
  type SendMessageInput,
  withoutNotice,
} from '../domain/message.ts';
import { memberReader } from '../domain/reader.ts';
import { appendMessagePosted } from './append-message-posted.ts';
import { catchUp } from './catch-up.ts';
import { postTogether } from './post-together.ts';

/**
 * Posts a text and reads the room up to it. The same request again is the same message.
 *
 * @throws {InvalidInputError} for the id or the text
 * @throws {NotFoundError} when the viewer is not in the room
 * @throws {ConflictError} when the id stands for another message; nothing is written
 * @throws {BehindError} when the viewer's memberships are not known yet
 */
export async function sendMessage(
  services: Services,
  viewer: Viewer,
  input: SendMessageInput,
): Promise<Message> {
  const draft = draftMessage(viewer.memberId, input);
  await catchUp(services, viewer);
  try {
    return (await postWithOthers(services, draft)) ?? (await post(services, draft));
  } catch (error) {
    // Rolled back by then, so a retry leaves no gap in the timeline.
    if (error instanceof NotPosted) return resolveRetry(services, draft);
    throw error;
  }
}

/** Null: it is to be decided by itself, as it is within the transaction of a request that is answered once. */
async function postWithOthers(services: Services, draft: MessageDraft): Promise<Message | null> {
  if (services.db.write.standsFor) return null;
  return postTogether(services, draft);
}

class NotPosted extends Error {}

function post(services: Services, draft: MessageDraft): Promise<Message> {
  const at = services.now();
  return services.db.write.transaction(async (tx) => {
    const place = await takeNextSeq(tx, memberReader(draft.memberId), draft.roomId, at);
    if (!place) throw new NotFoundError();
    const { seq } = place;
    if (!(await insertText(tx, { ...draft, seq, at }))) throw new NotPosted();
    const message: Message = { ...draft, ...withoutNotice, seq, kind: 'TEXT', sentAt: at };
    await appendMessagePosted(tx, services, message);
    return message;
  });
}

async function resolveRetry({ db }: Services, draft: MessageDraft): Promise<Message> {
  const stored = await findMessageBySender(db.write, draft.memberId, draft.id);
  if (stored) return asRetry(stored, draft);
  if (await isMessageIdTaken(db.write, draft.id)) throw new IdTakenError();
  throw new NotFoundError();
}
