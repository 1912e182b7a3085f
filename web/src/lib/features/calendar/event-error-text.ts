import { wordsOf } from '#lib/errors/error-text.ts';
import { m } from '#lib/paraglide/messages.js';

const words = wordsOf({
  title: m.calendar_error_title,
  startsAt: m.calendar_error_starts,
  endsAt: m.calendar_error_ends,
  timeZone: m.error_time_zone,
  recurrenceRule: m.calendar_refusal_rule,
  meetingRoomId: m.calendar_error_meeting_room,
  attendeeIds: m.calendar_error_attendees,
  calendarId: m.calendar_error_calendar,
  chatRoomId: m.error_chat_room,
  location: m.calendar_error_location,
  description: m.calendar_error_description,
});

/** What is wrong with a field of an event; in conflict is what is taken at that time. */
export function eventErrorText(code: string, field: string | null = null): string {
  return code === 'CONFLICT' && field !== null ? m.calendar_error_taken() : words(code, field);
}
