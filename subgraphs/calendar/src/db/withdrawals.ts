import type { Tx } from '@moim/kit/db/database.ts';
import { sql } from 'drizzle-orm';

type Found = { readonly id: string };

/** Events of the member's own calendars that are not over yet. */
export async function findEventsOfMember(tx: Tx, memberId: string, now: Date): Promise<string[]> {
  const { rows } = await tx.named('calendar.findEventsOfMember').execute<Found>(sql`
    select event.id from calendar.events as event
    join calendar.calendars as own on own.id = event.calendar_id
    where own.member_id = ${memberId} and not event.is_cancelled
      and exists (select from calendar.occurrences as occurrence where occurrence.event_id = event.id
        and occurrence.ends_at > ${now.toISOString()}::timestamptz)
    order by event.id`);
  return rows.map(({ id }) => id);
}

/** Events of others that the member is invited to. */
export async function findInvitationsOfMember(tx: Tx, memberId: string): Promise<string[]> {
  const { rows } = await tx.named('calendar.findInvitationsOfMember').execute<Found>(sql`
    select event_id as id from calendar.attendees where member_id = ${memberId} order by event_id`);
  return rows.map(({ id }) => id);
}
