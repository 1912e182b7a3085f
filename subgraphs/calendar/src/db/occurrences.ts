import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Occurrence } from '../domain/event.ts';
import { visibleEventIds } from './rights.ts';
import { occurrences } from './tables.ts';

export type OccurrenceRow = typeof occurrences.$inferSelect;

/** Rows of one statement: well below what the wire protocol carries. */
const chunkSize = 1_000;

export function insertOccurrences(tx: Tx, eventId: string, rows: readonly Occurrence[]): Promise<void> {
  return insertOccurrenceRows(
    tx,
    rows.map((row) => ({ ...row, eventId })),
  );
}

/** Those of any number of events. */
export async function insertOccurrenceRows(tx: Tx, rows: readonly OccurrenceRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += chunkSize)
    await tx
      .named('calendar.insertOccurrences')
      .insert(occurrences)
      .values(rows.slice(start, start + chunkSize));
}

/** Those with these original starts. */
export async function deleteOccurrences(
  tx: Tx,
  eventId: string,
  originalStarts: readonly Date[],
): Promise<void> {
  if (originalStarts.length === 0) return;
  const starts = sql.param(originalStarts.map((start) => start.toISOString()));
  await tx
    .named('calendar.deleteOccurrences')
    .delete(occurrences)
    .where(
      and(
        eq(occurrences.eventId, eventId),
        sql`${occurrences.originalStartsAt} = any(${starts}::timestamptz[])`,
      ),
    );
}

export async function deleteAllOccurrences(tx: Tx, eventId: string): Promise<void> {
  await tx.named('calendar.deleteAllOccurrences').delete(occurrences).where(eq(occurrences.eventId, eventId));
}

export async function findOccurrence(tx: Tx, eventId: string, originalStartsAt: Date) {
  const [row] = await tx
    .named('calendar.findOccurrence')
    .select()
    .from(occurrences)
    .where(and(eq(occurrences.eventId, eventId), eq(occurrences.originalStartsAt, originalStartsAt)));
  return row ?? null;
}

/** All that are written down of one event, by original start. */
export function findOccurrencesOfEvent(tx: Tx, eventId: string): Promise<OccurrenceRow[]> {
  return tx
    .named('calendar.findOccurrencesOfEvent')
    .select()
    .from(occurrences)
    .where(eq(occurrences.eventId, eventId))
    .orderBy(occurrences.originalStartsAt);
}

export interface TimeRange {
  readonly from: Date;
  readonly until: Date;
}

const columns =
  sql.raw(`occurrence.event_id as "eventId", occurrence.original_starts_at as "originalStartsAt",
  occurrence.starts_at as "startsAt", occurrence.ends_at as "endsAt", occurrence.title,
  occurrence.meeting_room_id as "meetingRoomId", occurrence.is_exception as "isException"`);

type StoredOccurrence = Omit<OccurrenceRow, 'originalStartsAt' | 'startsAt' | 'endsAt'> & {
  readonly originalStartsAt: string;
  readonly startsAt: string;
  readonly endsAt: string;
};

const asOccurrence = ({ originalStartsAt, startsAt, endsAt, ...row }: StoredOccurrence): OccurrenceRow => ({
  ...row,
  originalStartsAt: new Date(originalStartsAt),
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

/** What overlaps the range; something without length belongs to the instant it starts at. */
const isWithin = ({ from, until }: TimeRange) => sql`
  occurrence.starts_at < ${until.toISOString()}::timestamptz
  and (occurrence.ends_at > ${from.toISOString()}::timestamptz
    or occurrence.starts_at >= ${from.toISOString()}::timestamptz)`;

interface AgendaSearch extends TimeRange {
  /** Null: of all calendars, and what the member is invited to. */
  readonly calendarIds: readonly string[] | null;
  readonly limit: number;
}

/** Everything that the member sees in the range, by start. */
export async function findAgenda(db: ReadDb, memberId: string, search: AgendaSearch) {
  const inCalendars = search.calendarIds
    ? sql`and exists (select from calendar.events as event where event.id = occurrence.event_id
        and event.calendar_id = any(${idList(search.calendarIds)}))`
    : sql``;
  const { rows } = await db.named('calendar.findAgenda').execute<StoredOccurrence>(sql`
    select ${columns} from calendar.occurrences as occurrence
    join (${visibleEventIds(memberId)}) as visible (id) on visible.id = occurrence.event_id
    where ${isWithin(search)} ${inCalendars}
    order by occurrence.starts_at, occurrence.event_id
    limit ${search.limit}`);
  return rows.map(asOccurrence);
}

/** Of events that the caller has found visible, by start; at most `limit` an event. */
export async function findOccurrencesOfEvents(
  db: ReadDb,
  eventIds: readonly string[],
  range: TimeRange & { readonly limit: number },
) {
  const { rows } = await db.named('calendar.findOccurrencesOfEvents').execute<StoredOccurrence>(sql`
    select occurrence.* from unnest(${idList(eventIds)}) as wanted (id)
    cross join lateral (
      select ${columns} from calendar.occurrences as occurrence
      where occurrence.event_id = wanted.id and ${isWithin(range)}
      order by occurrence.starts_at limit ${range.limit}
    ) as occurrence`);
  return rows.map(asOccurrence);
}

/** The next one of each event that starts after `after`. */
export async function findNextOccurrences(db: ReadDb, eventIds: readonly string[], after: Date) {
  const { rows } = await db.named('calendar.findNextOccurrences').execute<StoredOccurrence>(sql`
    select occurrence.* from unnest(${idList(eventIds)}) as wanted (id)
    cross join lateral (
      select ${columns} from calendar.occurrences as occurrence
      where occurrence.event_id = wanted.id and occurrence.starts_at > ${after.toISOString()}::timestamptz
      order by occurrence.starts_at limit 1
    ) as occurrence`);
  return rows.map(asOccurrence);
}

/** Bookings of rooms in the range; the event only where the member may see it, and for an app (null) never. */
export async function findBookings(
  db: ReadDb,
  memberId: string | null,
  roomIds: readonly string[],
  { from, until }: TimeRange,
) {
  const visible = memberId === null ? sql`select null::uuid where false` : visibleEventIds(memberId);
  const { rows } = await db.named('calendar.findBookings').execute<StoredBooking>(sql`
    select occurrence.meeting_room_id as "meetingRoomId", occurrence.starts_at as "startsAt",
      occurrence.ends_at as "endsAt", visible.id as "eventId"
    from calendar.occurrences as occurrence
    left join (${visible}) as visible (id) on visible.id = occurrence.event_id
    where occurrence.meeting_room_id = any(${idList(roomIds)})
      and occurrence.during && tstzrange(${from.toISOString()}::timestamptz, ${until.toISOString()}::timestamptz)
    order by occurrence.starts_at`);
  return rows.map(({ startsAt, endsAt, ...row }) => ({
    ...row,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  }));
}

type StoredBooking = {
  readonly meetingRoomId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly eventId: string | null;
};
