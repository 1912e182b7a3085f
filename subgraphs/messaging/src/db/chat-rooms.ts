import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { RoomPlan } from '../domain/chat-room.ts';
import type { Reader } from '../domain/reader.ts';
import { mayRead } from './rights.ts';
import { chatRoomGroups, chatRoomMembers, chatRooms } from './tables.ts';

const ownMembership = (reader: Reader) =>
  reader.kind === 'service'
    ? sql`false`
    : and(eq(chatRoomMembers.roomId, chatRooms.id), eq(chatRoomMembers.memberId, reader.memberId));

const roomColumns = {
  id: chatRooms.id,
  kind: chatRooms.kind,
  title: chatRooms.title,
  createdAt: chatRooms.createdAt,
  lastSeq: chatRooms.lastSeq,
  /** For order and cursors: the instant of the last message, or of the creation. */
  lastActivityAt: chatRooms.lastActivityAt,
  /** Null for a reader who is not in the room. */
  readSeq: chatRoomMembers.readSeq,
};

export type ChatRoomRow = Awaited<ReturnType<typeof findChatRooms>>[number];

/** Those of the rooms that the reader may see, in any order. */
export function findChatRooms(db: ReadDb, reader: Reader, ids: readonly string[]) {
  return db
    .named('messaging.findChatRooms')
    .select(roomColumns)
    .from(chatRooms)
    .leftJoin(chatRoomMembers, ownMembership(reader))
    .where(and(sql`${chatRooms.id} = any(${idList(ids)})`, mayRead(reader, chatRooms.id)));
}

/** Place of a room in a member's list: the one with the latest message comes first. */
export interface RoomListKey {
  readonly lastActivityAt: Date;
  readonly id: string;
}

/** The member's rooms after `after`, at most `limit`. */
export function findRoomsOfMember(db: ReadDb, memberId: string, after: RoomListKey | null, limit: number) {
  return db
    .named('messaging.findRoomsOfMember')
    .select(roomColumns)
    .from(chatRooms)
    .innerJoin(chatRoomMembers, ownMembership({ kind: 'member', memberId }))
    .where(
      after
        ? or(
            lt(chatRooms.lastActivityAt, after.lastActivityAt),
            and(eq(chatRooms.lastActivityAt, after.lastActivityAt), lt(chatRooms.id, after.id)),
          )
        : undefined,
    )
    .orderBy(desc(chatRooms.lastActivityAt), desc(chatRooms.id))
    .limit(limit);
}

/** The groups that rooms follow, as far as the reader belongs to them. */
export function findGroupsOfRooms(db: ReadDb, reader: Reader, roomIds: readonly string[]) {
  const isVisible =
    reader.kind === 'service'
      ? undefined
      : sql`exists (select from messaging.group_members as own
          where own.group_id = ${chatRoomGroups.groupId} and own.member_id = ${reader.memberId})`;
  return db
    .named('messaging.findGroupsOfRooms')
    .select()
    .from(chatRoomGroups)
    .where(
      and(
        sql`${chatRoomGroups.roomId} = any(${idList(roomIds)})`,
        mayRead(reader, chatRoomGroups.roomId),
        isVisible,
      ),
    )
    .orderBy(chatRoomGroups.groupId);
}

export async function findRequestOfRoom(db: ReadDb, id: string) {
  const [row] = await db
    .named('messaging.findRequestOfRoom')
    .select({ createdBy: chatRooms.createdBy, requestDigest: chatRooms.requestDigest })
    .from(chatRooms)
    .where(eq(chatRooms.id, id));
  return row ?? null;
}

export async function findDirectRoom(db: ReadDb, [low, high]: readonly [string, string]) {
  const [row] = await db
    .named('messaging.findDirectRoom')
    .select({ id: chatRooms.id })
    .from(chatRooms)
    .where(and(eq(chatRooms.directLow, low), eq(chatRooms.directHigh, high)));
  return row?.id ?? null;
}

export interface NewChatRoom extends RoomPlan {
  readonly requestDigest: string;
  readonly at: Date;
  /** The publication of a trip that asked for the room; null for one that a member created. */
  readonly publicationId: string | null;
}

/** False when the id or the pair of members already has a room; waits for one being created. */
export async function insertChatRoom(tx: Tx, room: NewChatRoom): Promise<boolean> {
  const [directLow = null, directHigh = null] = room.kind === 'DIRECT' ? room.ownMemberIds : [];
  const { id, kind, title, createdBy, requestDigest, publicationId, at } = room;
  const inserted = await tx
    .named('messaging.insertChatRoom')
    .insert(chatRooms)
    .values({
      ...{ id, kind, title, createdBy, requestDigest, publicationId, directLow, directHigh },
      createdAt: at,
      lastActivityAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: chatRooms.id });
  return inserted.length === 1;
}

export async function insertFollowedGroups(tx: Tx, roomId: string, groupIds: readonly string[]) {
  if (groupIds.length === 0) return;
  await tx
    .named('messaging.insertFollowedGroups')
    .insert(chatRoomGroups)
    .values(groupIds.map((groupId) => ({ roomId, groupId })));
}

/**
 * Takes the next place in the room's timeline and with it the room's lock until the transaction
 * ends; null when the reader may not see the room.
 */
export async function takeNextSeq(tx: Tx, reader: Reader, roomId: string, at: Date) {
  const [row] = await tx
    .named('messaging.takeNextSeq')
    .update(chatRooms)
    .set({
      lastSeq: sql`${chatRooms.lastSeq} + 1`,
      lastActivityAt: sql`greatest(${chatRooms.lastActivityAt}, ${at.toISOString()}::timestamptz)`,
    })
    .where(and(eq(chatRooms.id, roomId), mayRead(reader, chatRooms.id)))
    .returning({ seq: chatRooms.lastSeq, kind: chatRooms.kind });
  return row ?? null;
}

/** The id of the room that was open until now; null when there is none. */
export async function closeRoomOfPublication(tx: Tx, publicationId: string, at: Date) {
  const [row] = await tx
    .named('messaging.closeRoomOfPublication')
    .update(chatRooms)
    .set({ closedAt: at })
    .where(and(eq(chatRooms.publicationId, publicationId), isNull(chatRooms.closedAt)))
    .returning({ id: chatRooms.id });
  return row?.id ?? null;
}
