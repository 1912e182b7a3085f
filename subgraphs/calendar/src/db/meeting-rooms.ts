import type { ReadDb, Tx, WriteDb } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, gte, sql, type SQL } from 'drizzle-orm';
import { meetingRooms } from './tables.ts';

export type MeetingRoomRow = typeof meetingRooms.$inferSelect;
export type Equipment = MeetingRoomRow['equipment'][number];

export function findMeetingRooms(db: ReadDb, ids: readonly string[]): Promise<MeetingRoomRow[]> {
  return db
    .named('calendar.findMeetingRooms')
    .select()
    .from(meetingRooms)
    .where(sql`${meetingRooms.id} = any(${idList(ids)})`);
}

export interface RoomSearch {
  readonly minCapacity: number;
  readonly equipment: readonly Equipment[];
  /** Only rooms that nobody has booked within. */
  readonly free: { readonly from: Date; readonly until: Date } | null;
}

export function searchMeetingRooms(db: ReadDb, { minCapacity, equipment, free }: RoomSearch) {
  return db
    .named('calendar.searchMeetingRooms')
    .select()
    .from(meetingRooms)
    .where(
      and(
        gte(meetingRooms.capacity, minCapacity),
        sql`${meetingRooms.equipment} @> ${sql.param(equipment)}::text[]`,
        free ? isFree(free) : undefined,
      ),
    )
    .orderBy(meetingRooms.name, meetingRooms.id)
    .limit(500);
}

const isFree = ({ from, until }: { from: Date; until: Date }): SQL => sql`not exists (
  select from calendar.occurrences as taken where taken.meeting_room_id = ${meetingRooms.id}
  and taken.during && tstzrange(${from.toISOString()}::timestamptz, ${until.toISOString()}::timestamptz))`;

/** False when the id is taken. */
export async function insertMeetingRoom(db: WriteDb, room: MeetingRoomRow): Promise<boolean> {
  const rows = await db
    .named('calendar.insertMeetingRoom')
    .insert(meetingRooms)
    .values(room)
    .onConflictDoNothing()
    .returning({ id: meetingRooms.id });
  return rows.length === 1;
}

export async function findRequestOfMeetingRoom(db: ReadDb, id: string): Promise<string | null> {
  const [row] = await db
    .named('calendar.findRequestOfMeetingRoom')
    .select({ digest: meetingRooms.requestDigest })
    .from(meetingRooms)
    .where(eq(meetingRooms.id, id));
  return row?.digest ?? null;
}

/**
 * Takes the rooms' locks in the order of their ids, so that two series that want the same rooms
 * wait for each other instead of for ever; answers those that exist.
 */
export async function lockMeetingRooms(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .named('calendar.lockMeetingRooms')
    .select({ id: meetingRooms.id })
    .from(meetingRooms)
    .where(sql`${meetingRooms.id} = any(${idList(ids)})`)
    .orderBy(meetingRooms.id)
    .for('no key update');
  return rows.map(({ id }) => id);
}
