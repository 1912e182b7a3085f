import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Reader } from '../domain/reader.ts';
import { mayRead } from './rights.ts';
import { chatRoomMembers } from './tables.ts';

interface MembersPage {
  /** Member id to start after. */
  readonly after: string | null;
  readonly limit: number;
}

/** The same page of members of each room, by member id. */
export async function findMembersOfRooms(
  db: ReadDb,
  reader: Reader,
  roomIds: readonly string[],
  { after, limit }: MembersPage,
) {
  const { rows } = await db.named('messaging.findMembersOfRooms').execute<MemberOfRoom>(sql`
    select room.id as "roomId", page.member_id as "memberId"
    from unnest(${idList(roomIds)}) as room (id)
    cross join lateral (
      select member.member_id from messaging.chat_room_members as member
      where member.room_id = room.id and (${after}::uuid is null or member.member_id > ${after}::uuid)
      order by member.member_id
      limit ${limit}
    ) as page
    where ${mayRead(reader, sql`room.id`)}
    order by page.member_id`);
  return rows;
}

// A type, not an interface: rows are records by index.
type MemberOfRoom = { roomId: string; memberId: string };

/** Of these members those who are in the room, in any order. */
export async function findMembersAmong(
  db: ReadDb,
  roomId: string,
  memberIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await db
    .named('messaging.findMembersAmong')
    .select({ memberId: chatRoomMembers.memberId })
    .from(chatRoomMembers)
    .where(
      and(eq(chatRoomMembers.roomId, roomId), sql`${chatRoomMembers.memberId} = any(${idList(memberIds)})`),
    );
  return rows.map(({ memberId }) => memberId);
}

export function countMembersOfRooms(db: ReadDb, reader: Reader, roomIds: readonly string[]) {
  return db
    .named('messaging.countMembersOfRooms')
    .select({ roomId: chatRoomMembers.roomId, count: sql<number>`count(*)::int` })
    .from(chatRoomMembers)
    .where(
      and(sql`${chatRoomMembers.roomId} = any(${idList(roomIds)})`, mayRead(reader, chatRoomMembers.roomId)),
    )
    .groupBy(chatRoomMembers.roomId);
}

interface FirstMembers {
  readonly roomId: string;
  readonly ownMemberIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly at: Date;
}

/** The members a room is created with: its own and those of the groups; answers who they are. */
export async function insertFirstMembers(tx: Tx, { roomId, ownMemberIds, groupIds, at }: FirstMembers) {
  const { rows } = await tx.named('messaging.insertFirstMembers').execute<{ memberId: string }>(sql`
    insert into messaging.chat_room_members (room_id, member_id, is_own, joined_at, joined_seq, read_seq)
    select ${roomId}::uuid, entitled.member_id, bool_or(entitled.is_own), ${at.toISOString()}::timestamptz, 0, 0
    from (
      select own.id, true from unnest(${idList(ownMemberIds)}) as own (id)
      union all
      select member_id, false from messaging.group_members where group_id = any(${idList(groupIds)})
    ) as entitled (member_id, is_own)
    group by entitled.member_id
    returning member_id as "memberId"`);
  return rows.map(({ memberId }) => memberId);
}

interface JoiningMember {
  readonly roomId: string;
  readonly memberId: string;
  /** Place of the MEMBER_JOINED message; what came before it is not unread for a newcomer. */
  readonly seq: number;
  readonly at: Date;
}

/** Comes through a group that the room follows. */
export async function insertFollowingMember(tx: Tx, { roomId, memberId, seq, at }: JoiningMember) {
  await tx
    .named('messaging.insertFollowingMember')
    .insert(chatRoomMembers)
    .values({ roomId, memberId, isOwn: false, joinedAt: at, joinedSeq: seq, readSeq: seq });
}

/** False when the member was not in the room. */
export async function deleteMember(tx: Tx, roomId: string, memberId: string): Promise<boolean> {
  const deleted = await tx
    .named('messaging.deleteMember')
    .delete(chatRoomMembers)
    .where(and(eq(chatRoomMembers.roomId, roomId), eq(chatRoomMembers.memberId, memberId)))
    .returning({ roomId: chatRoomMembers.roomId });
  return deleted.length === 1;
}

/** Everybody in the room, by id; the caller holds its lock. */
export async function findAllMemberIds(tx: Tx, roomId: string): Promise<string[]> {
  const rows = await tx
    .named('messaging.findAllMemberIds')
    .select({ memberId: chatRoomMembers.memberId })
    .from(chatRoomMembers)
    .where(eq(chatRoomMembers.roomId, roomId))
    .orderBy(chatRoomMembers.memberId);
  return rows.map(({ memberId }) => memberId);
}

/** Everybody leaves; answers who was in the room. */
export async function deleteAllMembers(tx: Tx, roomId: string): Promise<string[]> {
  const deleted = await tx
    .named('messaging.deleteAllMembers')
    .delete(chatRoomMembers)
    .where(eq(chatRoomMembers.roomId, roomId))
    .returning({ memberId: chatRoomMembers.memberId });
  return deleted.map(({ memberId }) => memberId);
}

/** Whether a group that the room follows has the member. */
export async function isThroughGroup(tx: Tx, roomId: string, memberId: string): Promise<boolean> {
  const { rows } = await tx.named('messaging.isThroughGroup').execute<{ found: boolean }>(sql`
    select exists (
      select from messaging.chat_room_groups as followed
      join messaging.group_members as member using (group_id)
      where followed.room_id = ${roomId} and member.member_id = ${memberId}
    ) as found`);
  return rows[0]?.found === true;
}

/** Rooms that follow the group and do not have the member yet, in the order in which they are locked. */
export async function findRoomsToJoin(tx: Tx, groupId: string, memberId: string) {
  const { rows } = await tx.named('messaging.findRoomsToJoin').execute<{ roomId: string }>(sql`
    select followed.room_id as "roomId" from messaging.chat_room_groups as followed
    where followed.group_id = ${groupId}
      and not exists (
        select from messaging.chat_room_members as member
        where member.room_id = followed.room_id and member.member_id = ${memberId})
    order by followed.room_id`);
  return rows.map(({ roomId }) => roomId);
}

/** Rooms where the member was through this group alone, in the order in which they are locked. */
export async function findRoomsToLeave(tx: Tx, groupId: string, memberId: string) {
  const { rows } = await tx.named('messaging.findRoomsToLeave').execute<{ roomId: string }>(sql`
    select followed.room_id as "roomId" from messaging.chat_room_groups as followed
    join messaging.chat_room_members as member using (room_id)
    where followed.group_id = ${groupId} and member.member_id = ${memberId} and not member.is_own
      and not exists (
        select from messaging.chat_room_groups as other
        join messaging.group_members as entitled using (group_id)
        where other.room_id = followed.room_id and entitled.member_id = ${memberId})
    order by followed.room_id`);
  return rows.map(({ roomId }) => roomId);
}

/** Every room of the member, in the order in which they are locked. */
export async function findAllRoomsOfMember(tx: Tx, memberId: string) {
  const rows = await tx
    .named('messaging.findAllRoomsOfMember')
    .select({ roomId: chatRoomMembers.roomId })
    .from(chatRoomMembers)
    .where(eq(chatRoomMembers.memberId, memberId))
    .orderBy(chatRoomMembers.roomId);
  return rows.map(({ roomId }) => roomId);
}
