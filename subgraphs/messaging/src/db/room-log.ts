import type { ReadDb } from '@moim/kit/db/database.ts';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Message } from '../domain/message.ts';
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
