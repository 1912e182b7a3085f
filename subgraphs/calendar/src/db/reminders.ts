import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import { maySeeEvent } from './rights.ts';
import { reminders } from './tables.ts';

export function findRemindersOfMember(db: ReadDb, memberId: string, eventIds: readonly string[]) {
  return db
    .named('calendar.findRemindersOfMember')
    .select({ eventId: reminders.eventId, minutesBefore: reminders.minutesBefore })
    .from(reminders)
    .where(and(eq(reminders.memberId, memberId), sql`${reminders.eventId} = any(${idList(eventIds)})`))
    .orderBy(reminders.minutesBefore);
}

/** Each of the members is reminded at each of the distances. */
export async function insertReminders(
  tx: Tx,
  eventId: string,
  memberIds: readonly string[],
  minutesBefore: readonly number[],
): Promise<void> {
  if (memberIds.length === 0 || minutesBefore.length === 0) return;
  await tx.named('calendar.insertReminders').execute(sql`
    insert into calendar.reminders (event_id, member_id, minutes_before)
    select ${eventId}::uuid, who.id, distance.minutes from unnest(${idList(memberIds)}) as who (id)
    cross join unnest(${sql.param(minutesBefore)}::integer[]) as distance (minutes)
    on conflict do nothing`);
}

export async function deleteReminders(tx: Tx, eventId: string, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return;
  await tx
    .named('calendar.deleteReminders')
    .delete(reminders)
    .where(and(eq(reminders.eventId, eventId), sql`${reminders.memberId} = any(${idList(memberIds)})`));
}

/**
 * Points every reminder of the event at the first occurrence that it has still to ring for: due
 * after `now`. One that is due already and has not rung yet keeps waiting for its job, unless its
 * occurrence is gone or has moved away. Answers when the earliest is due; null when none is.
 */
export async function aimReminders(tx: Tx, eventId: string, now: Date): Promise<Date | null> {
  const { rows } = await tx.named('calendar.aimReminders').execute<{ dueAt: string | null }>(sql`
    with aimed as (
      update calendar.reminders as reminder
      set original_starts_at = next.original_starts_at, starts_at = next.starts_at,
        due_at = next.starts_at - reminder.minutes_before * interval '1 minute'
      from calendar.reminders as own
      left join lateral (
        select occurrence.original_starts_at, occurrence.starts_at from calendar.occurrences as occurrence
        where occurrence.event_id = own.event_id
          and occurrence.starts_at > ${now.toISOString()}::timestamptz + own.minutes_before * interval '1 minute'
        order by occurrence.starts_at limit 1
      ) as next on true
      where own.event_id = ${eventId} and reminder.event_id = own.event_id
        and reminder.member_id = own.member_id and reminder.minutes_before = own.minutes_before
        and not (${isOverdue(now)})
      returning reminder.due_at
    )
    select min(due_at) as "dueAt" from aimed`);
  const dueAt = rows[0]?.dueAt ?? null;
  return dueAt === null ? null : new Date(dueAt);
}

const isOverdue = (now: Date) => sql`coalesce(own.due_at <= ${now.toISOString()}::timestamptz, false)
  and exists (select from calendar.occurrences as awaited where awaited.event_id = own.event_id
    and awaited.original_starts_at = own.original_starts_at and awaited.starts_at = own.starts_at)
  and not exists (select from calendar.rung_reminders as rung where rung.event_id = own.event_id
    and rung.member_id = own.member_id and rung.minutes_before = own.minutes_before
    and rung.original_starts_at = own.original_starts_at and rung.starts_at = own.starts_at)`;

export type DueReminder = {
  readonly memberId: string;
  readonly minutesBefore: number;
  readonly originalStartsAt: string;
  readonly startsAt: string;
  /** Who declined, or may no longer see the event, is not told; the reminder counts as rung. */
  readonly isSilent: boolean;
};

/** Those of the event that are due now. */
export async function findDueReminders(tx: Tx, eventId: string, now: Date): Promise<DueReminder[]> {
  const { rows } = await tx.named('calendar.findDueReminders').execute<DueReminder>(sql`
    select reminder.member_id as "memberId", reminder.minutes_before as "minutesBefore",
      reminder.original_starts_at as "originalStartsAt", reminder.starts_at as "startsAt",
      exists (select from calendar.attendees as invited where invited.event_id = reminder.event_id
        and invited.member_id = reminder.member_id and invited.answer = 'DECLINED')
      or not ${maySeeEvent(sql`reminder.member_id`, { id: sql`event.id`, calendarId: sql`event.calendar_id` })}
        as "isSilent"
    from calendar.reminders as reminder join calendar.events as event on event.id = reminder.event_id
    where reminder.event_id = ${eventId} and reminder.due_at <= ${now.toISOString()}::timestamptz
    order by reminder.member_id, reminder.minutes_before
    for update of reminder`);
  return rows;
}

/** False when it has rung already. */
export async function insertRungReminder(
  tx: Tx,
  eventId: string,
  due: DueReminder,
  { reminderId, rungAt }: { reminderId: string; rungAt: Date },
): Promise<boolean> {
  const { rows } = await tx.named('calendar.insertRungReminder').execute(sql`
    insert into calendar.rung_reminders
      (event_id, member_id, minutes_before, original_starts_at, starts_at, reminder_id, rung_at)
    values (${eventId}, ${due.memberId}, ${due.minutesBefore}, ${due.originalStartsAt}::timestamptz,
      ${due.startsAt}::timestamptz, ${reminderId}, ${rungAt.toISOString()}::timestamptz)
    on conflict do nothing returning reminder_id`);
  return rows.length === 1;
}

/** The same distances for the same people. */
export async function copyReminders(tx: Tx, fromEventId: string, toEventId: string): Promise<void> {
  await tx.named('calendar.copyReminders').execute(sql`
    insert into calendar.reminders (event_id, member_id, minutes_before)
    select ${toEventId}::uuid, member_id, minutes_before from calendar.reminders where event_id = ${fromEventId}`);
}
