import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import { maySeeCalendar, maySeeEvent } from './rights.ts';
import { events } from './tables.ts';

export type EventRow = typeof events.$inferSelect;

/** Those of the events that the member may see, in any order. */
export function findEvents(db: ReadDb, memberId: string, ids: readonly string[]): Promise<EventRow[]> {
  return db
    .named('calendar.findEvents')
    .select()
    .from(events)
    .where(and(sql`${events.id} = any(${idList(ids)})`, maySeeEvent(memberId, events)));
}

/** False when the id is taken. */
export async function insertEvent(tx: Tx, event: EventRow): Promise<boolean> {
  const rows = await tx
    .named('calendar.insertEvent')
    .insert(events)
    .values(event)
    .onConflictDoNothing({ target: events.id })
    .returning({ id: events.id });
  return rows.length === 1;
}

export async function findRequestOfEvent(db: ReadDb, id: string): Promise<string | null> {
  const [row] = await db
    .named('calendar.findRequestOfEvent')
    .select({ digest: events.requestDigest })
    .from(events)
    .where(eq(events.id, id));
  return row?.digest ?? null;
}

/** The event with its lock, and whether the member may change it; null when they may not see it. */
export async function lockEvent(tx: Tx, memberId: string, id: string) {
  const [row] = await tx
    .named('calendar.lockEvent')
    .select({ event: events, canEdit: sql<boolean>`${maySeeCalendar(memberId, events.calendarId)}` })
    .from(events)
    .where(and(eq(events.id, id), maySeeEvent(memberId, events)))
    .for('update');
  return row ?? null;
}

/** For what no member asks for: jobs and consumers. */
export async function lockAnyEvent(tx: Tx, id: string): Promise<EventRow | null> {
  const [row] = await tx
    .named('calendar.lockAnyEvent')
    .select()
    .from(events)
    .where(eq(events.id, id))
    .for('update');
  return row ?? null;
}

export async function updateEventRow(tx: Tx, id: string, change: Partial<EventRow>): Promise<void> {
  await tx.named('calendar.updateEvent').update(events).set(change).where(eq(events.id, id));
}

/** Takes the aggregate's next sequence; the caller holds the event's lock. */
export async function takeEventSeq(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .named('calendar.takeEventSeq')
    .update(events)
    .set({ lastSeq: sql`${events.lastSeq} + 1` })
    .where(eq(events.id, id))
    .returning({ seq: events.lastSeq });
  if (!row) throw new Error(`event ${id} is gone`);
  return row.seq;
}

/** Everybody who has a part in an event now: organizer, who has not declined, the calendar's group. */
export async function findParticipants(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await tx.named('calendar.findParticipants').execute<{ memberId: string }>(sql`
    select event.organizer_id as "memberId" from calendar.events as event where event.id = ${id}
    union
    select invited.member_id from calendar.attendees as invited
    where invited.event_id = ${id} and invited.answer <> 'DECLINED'
    union
    select membership.member_id from calendar.events as event
    join calendar.calendars as home on home.id = event.calendar_id
    join calendar.group_members as membership on membership.group_id = home.group_id
    where event.id = ${id}
    order by 1`);
  return rows.map(({ memberId }) => memberId);
}

/** Endless series whose written part ends before `before`. */
export async function findEventsToExtend(db: ReadDb, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .named('calendar.findEventsToExtend')
    .select({ id: events.id })
    .from(events)
    .where(
      sql`${events.materialisedUntil} < ${before.toISOString()}::timestamptz and not ${events.isCancelled}`,
    )
    .orderBy(events.materialisedUntil)
    .limit(limit);
  return rows.map(({ id }) => id);
}
