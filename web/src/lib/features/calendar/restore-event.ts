import type { EventFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { uuidV7 } from '#lib/ids/uuid-v7.ts';
import { createEvent } from './change-event.ts';

/** Brings a deleted event back as a new one that says the same. Answers null when done, else what to say. */
export async function restoreEvent(event: EventFieldsFragment): Promise<string | null> {
  const { title, description, location, startsAt, endsAt, timeZone, isAllDay, recurrenceRule } = event;
  const { refusal } = await createEvent({
    id: uuidV7(),
    calendarId: event.calendar?.id ?? '',
    title,
    description,
    location,
    startsAt,
    endsAt,
    timeZone,
    isAllDay,
    recurrenceRule,
    attendeeIds: event.attendees.map(({ memberId }) => memberId).filter((id) => id !== event.organizer?.id),
    meetingRoomId: event.meetingRoom?.id ?? null,
    chatRoomId: event.chatRoom?.id ?? null,
    reminderMinutes: event.viewerReminderMinutes,
  });
  return refusal?.text ?? null;
}
