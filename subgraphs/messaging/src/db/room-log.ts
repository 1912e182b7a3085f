import type { ReadDb } from '@moim/kit/db/database.ts';
import { type ListOf, listParameter } from '@moim/kit/db/list-parameter.ts';
import { carryPlace, logPlace } from '@moim/kit/db/replicas/read-at.ts';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
import { asMessage, messageAsJson, type StoredMessage } from './messages.ts';
import type { Reader } from '../domain/reader.ts';
import { mayRead } from './rights.ts';
import { chatRooms, messages } from './tables.ts';

/** Null when the reader may not see the room. */
export async function findLastSeq(db: ReadDb, reader: Reader, roomId: string): Promise<number | null> {
  const [row] = await db
    .named('messaging.findLastSeq')
    .select({ lastSeq: chatRooms.lastSeq })
    .from(chatRooms)
    .where(and(eq(chatRooms.id, roomId), mayRead(reader, chatRooms.id)));
  return row?.lastSeq ?? null;
}

/**
 * The room's messages after `afterSeq`, ascending, at most `limit`; null when the reader may no
 * longer see the room. One statement answers both, so that nothing is read without the right.
 */
export async function findRoomLogAfter(
  db: ReadDb,
  reader: Reader,
  roomId: string,
  afterSeq: number,
  limit: number,
): Promise<Message[] | null> {
  const rows = await db
    .named('messaging.findRoomLogAfter')
    .select({ message: messages })
    .from(chatRooms)
    .leftJoin(messages, and(eq(messages.roomId, chatRooms.id), gt(messages.seq, afterSeq)))
    .where(and(eq(chatRooms.id, roomId), mayRead(reader, chatRooms.id)))
    .orderBy(sql`${messages.seq}`)
    .limit(limit);
  if (rows.length === 0) return null;
  return rows.flatMap(({ message }) => message ?? []);
}

/** What follows a place in a room's timeline. */
export interface RoomLogStretch {
  readonly roomId: string;
  readonly afterSeq: number;
  readonly limit: number;
}

/** The messages of each stretch, ascending, for who may see all rooms; null for a room that is not there. */
export async function findRoomLogs(
  db: ReadDb,
  stretches: readonly RoomLogStretch[],
): Promise<(Message[] | null)[]> {
  const column = (name: keyof RoomLogStretch, of: ListOf) =>
    listParameter(
      stretches.map((stretch) => stretch[name]),
      of,
    );
  const { rows } = await db.named('messaging.findRoomLogs').execute<LoggedStretch>(sql`
    select stretch.place::integer as place, ${logPlace} as lsn,
      coalesce(json_agg(${messageAsJson} order by message.seq) filter (where message.id is not null), '[]') as messages
    from unnest(${column('roomId', 'uuid')}, ${column('afterSeq', 'integer')}, ${column('limit', 'integer')})
      with ordinality as stretch (room_id, after_seq, row_limit, place)
    join messaging.chat_rooms as room on room.id = stretch.room_id
    left join lateral (
      select * from messaging.messages as message
      where message.room_id = stretch.room_id and message.seq > stretch.after_seq
      order by message.seq limit stretch.row_limit
    ) as message on true
    group by stretch.place`);
  const found = new Map(
    rows.map(({ place, lsn, messages: stored }) => [
      place,
      stored.map((one) => carryPlace(asMessage(one), lsn)),
    ]),
  );
  return stretches.map((_, index) => found.get(index + 1) ?? null);
}

// A type, not an interface: rows are records by index.
type LoggedStretch = { place: number; lsn: string; messages: StoredMessage[] };
