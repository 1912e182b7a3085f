import type { ReadDb } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { sql, type SQL } from 'drizzle-orm';
import type { OccurrenceClash } from '../domain/clash.ts';
import type { Occurrence } from '../domain/event.ts';
import { visibleEventIds } from './rights.ts';

/** Clashes that are told at most. */
const maxClashes = 200;

export interface ClashSearch {
  /** Sees the titles of what they may see. */
  readonly viewerId: string;
  readonly occurrences: readonly Pick<Occurrence, 'startsAt' | 'endsAt' | 'meetingRoomId'>[];
  /** The event itself is not in its own way. */
  readonly exceptEventIds: readonly string[];
}

type StoredClash = Omit<OccurrenceClash, 'startsAt' | 'endsAt' | 'otherStartsAt' | 'otherEndsAt'> & {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly otherStartsAt: string;
  readonly otherEndsAt: string;
};

const asClash = (row: StoredClash): OccurrenceClash => ({
  ...row,
  startsAt: new Date(row.startsAt),
  endsAt: new Date(row.endsAt),
  otherStartsAt: new Date(row.otherStartsAt),
  otherEndsAt: new Date(row.otherEndsAt),
});

const drafted = ({ occurrences }: ClashSearch): SQL => sql`
  select draft.starts_at, draft.ends_at, draft.room_id, tstzrange(draft.starts_at, draft.ends_at) as during
  from unnest(
    ${sql.param(occurrences.map(({ startsAt }) => startsAt.toISOString()))}::timestamptz[],
    ${sql.param(occurrences.map(({ endsAt }) => endsAt.toISOString()))}::timestamptz[],
    ${sql.param(occurrences.map(({ meetingRoomId }) => meetingRoomId))}::uuid[]
  ) as draft (starts_at, ends_at, room_id)
  where draft.starts_at < draft.ends_at`;

// One multirange for the whole series: a join on its single ranges is a hundred times slower.
const told = (viewerId: string): SQL => sql`
  draft.starts_at as "startsAt", draft.ends_at as "endsAt", other.starts_at as "otherStartsAt",
  other.ends_at as "otherEndsAt",
  (select coalesce(other.title, event.title) from calendar.events as event
    where event.id = other.event_id and event.id in (${visibleEventIds(viewerId)})) as "otherTitle"`;

/** Bookings of the same rooms that the occurrences would overlap. */
export async function findRoomClashes(db: ReadDb, search: ClashSearch): Promise<OccurrenceClash[]> {
  if (search.occurrences.every(({ meetingRoomId }) => meetingRoomId === null)) return [];
  const { rows } = await db.named('calendar.findRoomClashes').execute<StoredClash>(sql`
    with draft as materialized (${drafted(search)}),
    whole as (select room_id, range_agg(during) as taken from draft where room_id is not null group by room_id),
    other as materialized (
      select occurrence.* from whole join calendar.occurrences as occurrence
        on occurrence.meeting_room_id = whole.room_id and occurrence.during && whole.taken
      where not occurrence.event_id = any(${idList(search.exceptEventIds)})
    )
    select 'ROOM' as kind, null as "memberId", other.meeting_room_id as "meetingRoomId", ${told(search.viewerId)}
    from other join draft on draft.room_id = other.meeting_room_id and draft.during && other.during
    order by draft.starts_at, other.starts_at
    limit ${maxClashes}`);
  return rows.map(asClash);
}

/** What the members have at the same times: what they organise, and what they accepted. */
export async function findPersonalClashes(
  db: ReadDb,
  search: ClashSearch,
  memberIds: readonly string[],
): Promise<OccurrenceClash[]> {
  const { rows } = await db.named('calendar.findPersonalClashes').execute<StoredClash>(sql`
    with draft as materialized (${drafted(search)}),
    whole as (select range_agg(during) as taken from draft),
    other as materialized (
      select who.member_id, occurrence.* from whole
      cross join unnest(${idList(memberIds)}) as who (member_id)
      cross join lateral (${busyEventIds(sql`who.member_id`)}) as busy
      join calendar.occurrences as occurrence on occurrence.event_id = busy.id and occurrence.during && whole.taken
      where not occurrence.event_id = any(${idList(search.exceptEventIds)})
    )
    select 'PERSONAL' as kind, other.member_id as "memberId", null as "meetingRoomId", ${told(search.viewerId)}
    from other join draft on draft.during && other.during
    order by draft.starts_at, other.starts_at, other.member_id
    limit ${maxClashes}`);
  return rows.map(asClash);
}

/** What the member has twice at one time, from now on. */
export async function findOwnClashes(db: ReadDb, memberId: string, now: Date): Promise<OccurrenceClash[]> {
  const { rows } = await db.named('calendar.findOwnClashes').execute<StoredClash>(sql`
    with busy as materialized (
      select occurrence.*, event.title as event_title from (${busyEventIds(sql`${memberId}::uuid`)}) as busy (id)
      join calendar.occurrences as occurrence on occurrence.event_id = busy.id
      join calendar.events as event on event.id = busy.id
      where occurrence.ends_at > ${now.toISOString()}::timestamptz
    )
    select 'PERSONAL' as kind, ${memberId}::text as "memberId", null as "meetingRoomId",
      mine.starts_at as "startsAt", mine.ends_at as "endsAt", other.starts_at as "otherStartsAt",
      other.ends_at as "otherEndsAt", coalesce(other.title, other.event_title) as "otherTitle"
    from busy as mine join busy as other on mine.during && other.during
      and (mine.event_id, mine.original_starts_at) < (other.event_id, other.original_starts_at)
    order by mine.starts_at limit ${maxClashes}`);
  return rows.map(asClash);
}

// What takes a member's time: what they organise, and what they said they would come to.
const busyEventIds = (memberId: SQL): SQL => sql`
  select own.id from calendar.events as own
  where own.organizer_id = ${memberId} and not own.is_cancelled and own.blocks_time
  union
  select own.id from calendar.attendees as invited
  join calendar.events as own on own.id = invited.event_id and not own.is_cancelled and own.blocks_time
  where invited.member_id = ${memberId} and invited.answer in ('ACCEPTED', 'TENTATIVE')`;

/** Rooms of at least the capacity of `roomId` that are free for every occurrence. */
export async function findFreeRooms(db: ReadDb, search: ClashSearch, roomId: string): Promise<string[]> {
  const { rows } = await db.named('calendar.findFreeRooms').execute<{ id: string }>(sql`
    with whole as (select range_agg(draft.during) as taken from (${drafted(search)}) as draft)
    select room.id from calendar.meeting_rooms as room, whole
    where room.capacity >= (select wanted.capacity from calendar.meeting_rooms as wanted where wanted.id = ${roomId})
      and not exists (select from calendar.occurrences as occurrence
        where occurrence.meeting_room_id = room.id and occurrence.during && whole.taken
          and not occurrence.event_id = any(${idList(search.exceptEventIds)}))
    order by room.capacity, room.name, room.id
    limit 20`);
  return rows.map(({ id }) => id);
}
