import { errorText } from '#lib/errors/error-text.ts';
import { fieldOf } from '#lib/errors/field-of.ts';
import { m } from '#lib/paraglide/messages.js';

const fieldTexts = {
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
} as const;

type EventField = keyof typeof fieldTexts;
const isEventField = (name: string): name is EventField => name in fieldTexts;
const eventFields = Object.keys(fieldTexts).filter(isEventField);

/** What is wrong with a field of an event; in conflict is what is taken at that time. */
export function eventErrorText(code: string, field: string | null = null): string {
  const name = fieldOf(field, eventFields);
  if (!name) return errorText(code);
  return code === 'CONFLICT' ? m.calendar_error_taken() : fieldTexts[name]();
}
