import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Message, MessageDraft } from '../domain/message.ts';
import type { Reader } from '../domain/reader.ts';
import type { RoomNotice } from '../domain/tidings.ts';
import { mayRead } from './rights.ts';
import { chatRooms, messages } from './tables.ts';

/** Those of the messages that the reader may see, in any order. */
export function findMessages(db: ReadDb, reader: Reader, ids: readonly string[]): Promise<Message[]> {
  return db
    .named('messaging.findMessages')
    .select()
    .from(messages)
    .where(and(sql`${messages.id} = any(${idList(ids)})`, mayRead(reader, messages.roomId)));
}

/** The last message of each room that has one. */
export function findLastMessages(db: ReadDb, reader: Reader, roomIds: readonly string[]): Promise<Message[]> {
  return db
    .named('messaging.findLastMessages')
    .select(messageColumns)
    .from(messages)
    .innerJoin(chatRooms, and(eq(chatRooms.id, messages.roomId), eq(chatRooms.lastSeq, messages.seq)))
    .where(and(sql`${chatRooms.id} = any(${idList(roomIds)})`, mayRead(reader, chatRooms.id)));
}

const messageColumns = {
  id: messages.id,
  roomId: messages.roomId,
  seq: messages.seq,
  kind: messages.kind,
  memberId: messages.memberId,
  text: messages.text,
  subjectKind: messages.subjectKind,
  subjectId: messages.subjectId,
  startsAt: messages.startsAt,
  previousStartsAt: messages.previousStartsAt,
  score: messages.score,
  sentAt: messages.sentAt,
};

/** A stretch of a timeline; both ends exclusive. */
export interface Stretch {
  readonly afterSeq: number | null;
  readonly beforeSeq: number | null;
  /** Rows from the start, or from the end of the stretch. */
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
}

/** The same stretch of each room's timeline, each ascending by `seq`. */
export async function findTimelines(
  db: ReadDb,
  reader: Reader,
  roomIds: readonly string[],
  { afterSeq, beforeSeq, direction, limit }: Stretch,
): Promise<Message[]> {
  const { rows } = await db.named('messaging.findTimelines').execute<StoredMessage>(sql`
    select page.id, page.room_id as "roomId", page.seq, page.kind, page.member_id as "memberId",
      page.text, page.subject_kind as "subjectKind", page.subject_id as "subjectId",
      page.starts_at as "startsAt", page.previous_starts_at as "previousStartsAt", page.score,
      page.sent_at as "sentAt"
    from unnest(${idList(roomIds)}) as room (id)
    cross join lateral (
      select * from messaging.messages as message
      where message.room_id = room.id
        and message.seq > ${afterSeq ?? 0} and message.seq < ${beforeSeq ?? maxSeq}
      order by message.seq ${direction === 'forward' ? sql`asc` : sql`desc`}
      limit ${limit}
    ) as page
    where ${mayRead(reader, sql`room.id`)}
    order by page.seq`);
  return rows.map(asMessage);
}

/** A message as raw SQL and JSON carry it. */
export type StoredMessage = Omit<Message, 'sentAt' | 'startsAt' | 'previousStartsAt'> & {
  readonly sentAt: string;
  readonly startsAt: string | null;
  readonly previousStartsAt: string | null;
};

export const asMessage = ({ sentAt, startsAt, previousStartsAt, ...message }: StoredMessage): Message => ({
  ...message,
  sentAt: new Date(sentAt),
  startsAt: asDate(startsAt),
  previousStartsAt: asDate(previousStartsAt),
});

/** An instant as raw SQL and JSON carry it. */
export const asDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

/** A row of `message` as JSON, in the shape of `StoredMessage`. */
export const messageAsJson = sql`json_build_object(
  'id', message.id, 'roomId', message.room_id, 'seq', message.seq, 'kind', message.kind,
  'memberId', message.member_id, 'text', message.text,
  'subjectKind', message.subject_kind, 'subjectId', message.subject_id, 'startsAt', message.starts_at,
  'previousStartsAt', message.previous_starts_at, 'score', message.score, 'sentAt', message.sent_at)`;

/** Largest value of an integer column. */
const maxSeq = 2_147_483_647;

/** A retry asks for the message it may have become. */
export async function findMessageBySender(db: ReadDb, memberId: string, id: string): Promise<Message | null> {
  const [row] = await db
    .named('messaging.findMessageBySender')
    .select()
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.memberId, memberId)));
  return row ?? null;
}

export async function isMessageIdTaken(db: ReadDb, id: string): Promise<boolean> {
  const count = await db.named('messaging.isMessageIdTaken').$count(messages, eq(messages.id, id));
  return count > 0;
}

export interface NewMessage extends MessageDraft {
  readonly seq: number;
  readonly at: Date;
}

/**
 * Writes a text under the room's lock and moves the author's read marker to it. False when the id
 * is taken, or the author left between the look at the room and its lock.
 */
export async function insertText(tx: Tx, { id, roomId, memberId, text, seq, at }: NewMessage) {
  const { rowCount } = await tx.named('messaging.insertText').execute(sql`
    with author as (
      update messaging.chat_room_members set read_seq = ${seq}::integer
      where room_id = ${roomId} and member_id = ${memberId}
      returning room_id, member_id
    )
    insert into messaging.messages (room_id, seq, id, kind, member_id, text, sent_at)
    select room_id, ${seq}::integer, ${id}::uuid, 'TEXT', member_id, ${text}::text,
      ${at.toISOString()}::timestamptz
    from author
    on conflict (id) do nothing`);
  return rowCount === 1;
}

export interface MembershipMessage {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly kind: 'MEMBER_JOINED' | 'MEMBER_LEFT';
  readonly memberId: string;
  readonly at: Date;
}

export async function insertMembershipMessage(tx: Tx, { at, ...message }: MembershipMessage) {
  await tx
    .named('messaging.insertMembershipMessage')
    .insert(messages)
    .values({ ...message, sentAt: at });
}

export interface NewNotice extends RoomNotice {
  readonly id: string;
  readonly seq: number;
  readonly at: Date;
}

/**
 * Writes a notice under the room's lock. Whose doing it was has read it, unless they have not read
 * what stands before it.
 */
export async function insertNotice(tx: Tx, notice: NewNotice): Promise<void> {
  const { id, roomId, seq, kind, memberId, subject, startsAt, previousStartsAt, score, at } = notice;
  const instant = (value: Date | null) => sql`${value?.toISOString() ?? null}::timestamptz`;
  await tx.named('messaging.insertNotice').execute(sql`
    with reader as (
      update messaging.chat_room_members set read_seq = ${seq}::integer
      where room_id = ${roomId} and member_id = ${memberId} and read_seq = ${seq}::integer - 1
    )
    insert into messaging.messages (room_id, seq, id, kind, member_id, subject_kind, subject_id,
      starts_at, previous_starts_at, score, sent_at)
    values (${roomId}, ${seq}, ${id}, ${kind}, ${memberId}, ${subject.kind}, ${subject.id},
      ${instant(startsAt)}, ${instant(previousStartsAt)}, ${score}, ${instant(at)})`);
}
