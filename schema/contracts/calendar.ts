import { z } from 'zod';

const eventId = z.uuid();
const memberId = z.uuid();
/** An instant: RFC 3339 in UTC with milliseconds. */
const instant = z.iso.datetime({ precision: 3 });

/** An event with all its occurrences is one aggregate. */
const calendarEvent = 'calendar-event';

/** What readers elsewhere may know of an event; texts are read through the graph, with the reader's rights. */
const snapshot = {
  eventId,
  calendarId: z.uuid(),
  /** Who made the change. */
  actorId: memberId,
  organizerId: memberId,
  /** Organizer, attendees who have not declined, and, for a group's calendar, its members at that time. */
  participantIds: z.array(memberId),
  /** Of the first occurrence that is left. */
  startsAt: instant,
  endsAt: instant,
  /** IANA zone of the event's wall times. */
  timeZone: z.string(),
  isAllDay: z.boolean(),
  isRecurring: z.boolean(),
  chatRoomId: z.uuid().nullable(),
  meetingRoomId: z.uuid().nullable(),
};

export const eventScheduled = {
  name: 'calendar.event-scheduled.v1',
  aggregateType: calendarEvent,
  payload: z.strictObject({
    ...snapshot,
    /** It came in with a file, one of perhaps hundreds: lists take it up, and nobody is told. */
    isImported: z.literal(true).optional(),
  }),
};

/** Another time, for the whole event or, with `occurrenceStartsAt`, for one occurrence of a series. */
export const eventMoved = {
  name: 'calendar.event-moved.v1',
  aggregateType: calendarEvent,
  payload: z.strictObject({
    ...snapshot,
    previousStartsAt: instant,
    previousEndsAt: instant,
    /** Original start of the one occurrence that moved; null when the event itself did. */
    occurrenceStartsAt: instant.nullable(),
  }),
};

/** Title, place, attendees, answers, room: anything but the time. */
export const eventChanged = {
  name: 'calendar.event-changed.v1',
  aggregateType: calendarEvent,
  payload: z.strictObject({
    ...snapshot,
    /** Members who were invited by this change. */
    invitedIds: z.array(memberId),
    /** Members who are no longer participants. */
    removedIds: z.array(memberId),
  }),
};

export const eventCancelled = {
  name: 'calendar.event-cancelled.v1',
  aggregateType: calendarEvent,
  payload: z.strictObject({
    ...snapshot,
    /** Original start of the one occurrence that was cancelled; null when the event itself was. */
    occurrenceStartsAt: instant.nullable(),
  }),
};

/** A reminder that a member asked for is due. One aggregate a reminder of one occurrence for one member. */
export const reminderDue = {
  name: 'calendar.reminder-due.v1',
  aggregateType: 'calendar-reminder',
  payload: z.strictObject({
    reminderId: z.uuid(),
    eventId,
    memberId,
    startsAt: instant,
    minutesBefore: z.int().nonnegative(),
  }),
};

/** Answer to `travel.plan-publication-requested.v1`; the entry's id is the one that was asked for. */
export const planEntryCreated = {
  name: 'calendar.plan-entry-created.v1',
  aggregateType: 'plan-entry',
  payload: z.strictObject({ publicationId: z.uuid(), planId: z.uuid(), calendarEventId: eventId }),
};

/** Answer to `travel.plan-publication-requested.v1`: nothing was created. */
export const planEntryRefused = {
  name: 'calendar.plan-entry-refused.v1',
  aggregateType: 'plan-entry',
  payload: z.strictObject({
    publicationId: z.uuid(),
    planId: z.uuid(),
    reason: z.enum(['BUSY', 'INVALID', 'MEMBER_WITHDRAWN']),
  }),
};
