import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { deleteAttendees, insertAttendees } from '../db/attendees.ts';
import type { EventRow } from '../db/events.ts';
import { deleteReminders, insertReminders } from '../db/reminders.ts';
import type { Timing } from '../domain/event.ts';
import type { Named, Series } from './load-series.ts';
import type { EventChange } from './read-change.ts';

/** One change of one event by one member. */
export interface Edit {
  readonly series: Series;
  readonly named: Named | null;
  readonly change: EventChange;
  readonly viewer: Viewer;
  readonly skipClashing: boolean;
}

export interface Invitations {
  readonly invitedIds: readonly string[];
  readonly removedIds: readonly string[];
  /** As they are now. */
  readonly attendeeIds: readonly string[];
}

/** Who is new gets the usual reminder, who is gone none any more. */
export async function changeAttendees(tx: Tx, { series, change }: Edit): Promise<Invitations> {
  const { event, attendeeIds: before } = series;
  const wanted = change.attendeeIds?.filter((id) => id !== event.organizerId) ?? before;
  const invitedIds = wanted.filter((id) => !before.includes(id));
  const removedIds = before.filter((id) => !wanted.includes(id));
  const invited = invitedIds.map((memberId) => ({ memberId, answer: 'NEEDS_ACTION' as const }));
  await insertAttendees(tx, event.id, invited);
  await insertReminders(tx, event.id, invitedIds, [usualReminderMinutes]);
  await deleteAttendees(tx, event.id, removedIds);
  await deleteReminders(tx, event.id, removedIds);
  return { invitedIds, removedIds, attendeeIds: wanted };
}

const usualReminderMinutes = 10;

/** The event with new texts and links, one version on. */
export function withChange(event: EventRow, { texts, ...change }: EventChange, now: Date): EventRow {
  const { meetingRoomId = event.meetingRoomId, chatRoomId = event.chatRoomId } = change;
  return { ...event, ...texts, meetingRoomId, chatRoomId, version: event.version + 1, updatedAt: now };
}

export const isSameTiming = (a: Timing, b: Timing): boolean =>
  a.startsWall === b.startsWall &&
  a.durationS === b.durationS &&
  a.timeZone === b.timeZone &&
  a.isAllDay === b.isAllDay;

/** Whether anything but the times is different. */
export function changesMore({ series, change }: Edit): boolean {
  const { event } = series;
  const { texts, meetingRoomId, chatRoomId, recurrenceRule } = change;
  return (
    (texts.title !== undefined && texts.title !== event.title) ||
    (texts.description !== undefined && texts.description !== event.description) ||
    (texts.location !== undefined && texts.location !== event.location) ||
    (meetingRoomId !== undefined && meetingRoomId !== event.meetingRoomId) ||
    (chatRoomId !== undefined && chatRoomId !== event.chatRoomId) ||
    (recurrenceRule !== undefined && recurrenceRule !== event.recurrenceRule)
  );
}
