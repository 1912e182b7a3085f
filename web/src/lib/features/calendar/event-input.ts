import type {
  ChangeScope,
  CreateEventInput,
  EventDraftInput,
  UpdateEventInput,
} from '#lib/graphql/generated/graphql.ts';
import { changesOf } from './event-fields.ts';
import type { EventForm } from './event-form.svelte.ts';
import type { Times } from './shown.ts';

/** What to compare with the calendars of others before it is saved; null while there are no times. */
export function draftInput({ edited, times, fields }: EventForm): EventDraftInput | null {
  if (!times) return null;
  const { timeZone, isAllDay, recurrenceRule, attendeeIds, meetingRoomId } = fields;
  const eventId = edited?.event.id ?? null;
  return { ...times, eventId, timeZone, isAllDay, recurrenceRule, attendeeIds, meetingRoomId };
}

/** Null while there are no times. */
export function createInput(form: EventForm): CreateEventInput | null {
  const { id, times, fields, reminders, skipClashing } = form;
  return times && { ...fields, ...times, id, reminderMinutes: [...reminders], skipClashing };
}

/** Only what has changed: what others changed meanwhile stays theirs. Null while there are no times. */
export function updateInput(form: EventForm, scope: ChangeScope): UpdateEventInput | null {
  const { times, edited, before } = form;
  if (!times || !edited || !before) return null;
  const { calendarId: _, ...changed } = changesOf(before, form.fields);
  const { event, occurrence } = edited;
  const areTimesSame = isSameTime(times, occurrence) && changed.timeZone === undefined;
  return {
    ...changed,
    ...(areTimesSame && changed.isAllDay === undefined ? {} : times),
    ...(changed.recurrenceRule === null ? { recurrenceRule: '' } : {}),
    id: event.id,
    scope,
    occurrenceStartsAt: event.recurrenceRule ? occurrence.originalStartsAt : null,
    expectedVersion: event.version,
    skipClashing: form.skipClashing,
  };
}

function isSameTime(a: Times, b: Times): boolean {
  return Date.parse(a.startsAt) === Date.parse(b.startsAt) && Date.parse(a.endsAt) === Date.parse(b.endsAt);
}
