import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { InvitationAnswer } from '../domain/event.ts';
import { attendees } from './tables.ts';

export type AttendeeRow = typeof attendees.$inferSelect;

/** Of events that the caller has found visible. */
export function findAttendees(db: ReadDb, eventIds: readonly string[]): Promise<AttendeeRow[]> {
  return db
    .named('calendar.findAttendees')
    .select()
    .from(attendees)
    .where(sql`${attendees.eventId} = any(${idList(eventIds)})`)
    .orderBy(attendees.memberId);
}

export async function insertAttendees(
  tx: Tx,
  eventId: string,
  invited: readonly Omit<AttendeeRow, 'eventId'>[],
) {
  if (invited.length === 0) return;
  await tx
    .named('calendar.insertAttendees')
    .insert(attendees)
    .values(invited.map((each) => ({ ...each, eventId })))
    .onConflictDoNothing();
}

export async function deleteAttendees(tx: Tx, eventId: string, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return;
  await tx
    .named('calendar.deleteAttendees')
    .delete(attendees)
    .where(and(eq(attendees.eventId, eventId), sql`${attendees.memberId} = any(${idList(memberIds)})`));
}

/** False when the member is not invited. */
export async function updateAnswer(tx: Tx, eventId: string, memberId: string, answer: InvitationAnswer) {
  const rows = await tx
    .named('calendar.updateAnswer')
    .update(attendees)
    .set({ answer })
    .where(and(eq(attendees.eventId, eventId), eq(attendees.memberId, memberId)))
    .returning({ memberId: attendees.memberId });
  return rows.length === 1;
}

/** The same people with the same answers. */
export async function copyAttendees(tx: Tx, fromEventId: string, toEventId: string): Promise<void> {
  await tx.named('calendar.copyAttendees').execute(sql`
    insert into calendar.attendees (event_id, member_id, answer)
    select ${toEventId}::uuid, member_id, answer from calendar.attendees where event_id = ${fromEventId}`);
}
