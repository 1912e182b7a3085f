import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import { type EventRow } from './events.ts';
import type { OverrideRow } from './overrides.ts';
import { events, overrides, reminders } from './tables.ts';

export interface KnownUid {
  readonly id: string;
  readonly uid: string;
  /** Of the entry that it was last read from. */
  readonly requestDigest: string;
}

/** What a calendar has, by UID. */
export function findUids(db: ReadDb, calendarId: string): Promise<KnownUid[]> {
  return db
    .named('calendar.findUids')
    .select({ id: events.id, uid: events.uid, requestDigest: events.requestDigest })
    .from(events)
    .where(and(eq(events.calendarId, calendarId), eq(events.isCancelled, false)));
}

export async function insertEvents(tx: Tx, rows: readonly EventRow[]): Promise<void> {
  await tx
    .named('calendar.insertEvents')
    .insert(events)
    .values([...rows]);
}

export async function insertOverrideRows(tx: Tx, rows: readonly OverrideRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .named('calendar.insertOverrides')
    .insert(overrides)
    .values([...rows]);
}

export async function insertReminderRows(
  tx: Tx,
  rows: readonly { eventId: string; memberId: string; minutesBefore: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .named('calendar.insertReminderRows')
    .insert(reminders)
    .values([...rows]);
}

/** One entry for each of the members and events, in the order of the events. */
export async function insertScheduledChanges(
  tx: Tx,
  eventIds: readonly string[],
  memberIds: readonly string[],
  at: Date,
): Promise<{ memberId: string; seq: number }[]> {
  const { rows } = await tx.named('calendar.insertScheduledChanges').execute<{
    memberId: string;
    seq: number;
  }>(sql`
    with numbered as (
      insert into calendar.change_logs as log (member_id, last_seq)
      select recipient.id, ${eventIds.length}::integer from unnest(${idList(memberIds)}) as recipient (id)
      order by recipient.id
      on conflict (member_id) do update set last_seq = log.last_seq + excluded.last_seq
      returning member_id, last_seq
    ), written as (
      insert into calendar.changes (member_id, seq, kind, event_id, at)
      select member_id, last_seq - ${eventIds.length}::integer + new.place::integer, 'SCHEDULED', new.id,
        ${at.toISOString()}::timestamptz
      from numbered cross join unnest(${idList(eventIds)}) with ordinality as new (id, place)
    )
    select member_id as "memberId", last_seq as seq from numbered`);
  return rows;
}

/** Everything that stands in a calendar, by start. */
export function findEventsOfCalendar(db: ReadDb, calendarId: string): Promise<EventRow[]> {
  return db
    .named('calendar.findEventsOfCalendar')
    .select()
    .from(events)
    .where(and(eq(events.calendarId, calendarId), eq(events.isCancelled, false)))
    .orderBy(events.startsAt, events.id);
}
