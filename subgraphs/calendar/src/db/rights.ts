import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';

/** True in SQL where the member may see, and change, what is in the calendar. */
export function maySeeCalendar(memberId: string | SQL, calendarId: SQLWrapper): SQL {
  return sql`exists (
    select from calendar.calendars as own
    where own.id = ${calendarId} and (own.member_id = ${memberId}::uuid or exists (
      select from calendar.group_members as membership
      where membership.group_id = own.group_id and membership.member_id = ${memberId}::uuid))
  )`;
}

/** True in SQL where the member may see the event: through its calendar, or invited to it. */
export function maySeeEvent(memberId: string | SQL, event: { id: SQLWrapper; calendarId: SQLWrapper }): SQL {
  return sql`(${maySeeCalendar(memberId, event.calendarId)} or exists (
    select from calendar.attendees as invited
    where invited.event_id = ${event.id} and invited.member_id = ${memberId}::uuid
  ))`;
}

/** The ids of all events that the member may see, each once. */
export function visibleEventIds(memberId: string): SQL {
  return sql`
    select event.id from calendar.events as event
    join calendar.calendars as own on own.id = event.calendar_id
    where not event.is_cancelled and (own.member_id = ${memberId}::uuid or own.group_id in (
      select membership.group_id from calendar.group_members as membership
      where membership.member_id = ${memberId}::uuid))
    union
    select invited.event_id from calendar.attendees as invited where invited.member_id = ${memberId}::uuid`;
}
