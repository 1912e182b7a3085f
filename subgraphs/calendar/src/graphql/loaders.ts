import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { batched } from '@moim/kit/graphql/batched.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { type AttendeeRow, findAttendees } from '../db/attendees.ts';
import { type CalendarRow, findCalendars } from '../db/calendars.ts';
import { type EventRow, findEvents } from '../db/events.ts';
import { findMeetingRooms, type MeetingRoomRow } from '../db/meeting-rooms.ts';
import {
  findBookings,
  findNextOccurrences,
  findOccurrencesOfEvents,
  type OccurrenceRow,
} from '../db/occurrences.ts';
import { findRemindersOfMember } from '../db/reminders.ts';
import type { Context } from './context.ts';

const existing = (ids: readonly string[]): string[] => ids.filter(isUuid);
const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.id, row]));

export const loadCalendar = batched<Context, CalendarRow>(async (context, ids) =>
  byId(await findCalendars(context.db, await context.reader(), existing(ids))),
);

export const loadEvent = batched<Context, EventRow>(async (context, ids) =>
  byId(await findEvents(context.db, await context.reader(), existing(ids))),
);

/** @throws {NotFoundError} when the viewer may not see it */
export async function getEvent(context: Context, id: string): Promise<EventRow> {
  const event = await loadEvent(context, id, undefined);
  if (!event) throw new NotFoundError();
  return event;
}

/** @throws {NotFoundError} when the viewer may not see it */
export async function getCalendar(context: Context, id: string): Promise<CalendarRow> {
  const calendar = await loadCalendar(context, id, undefined);
  if (!calendar) throw new NotFoundError();
  return calendar;
}

/** What a room is also for streams that viewers share; when it is taken is not, see {@link loadBookings}. */
export const loadMeetingRoom = batched<Context, MeetingRoomRow>(async (context, ids) => {
  if (!context.identity.isService) context.assertReadsRooms();
  return byId(await findMeetingRooms(context.db, existing(ids)));
});

// From here on keys are ids of events that were found visible.

export const loadAttendees = batched<Context, AttendeeRow[]>(async (context, ids) =>
  grouped(await findAttendees(context.db, ids), ({ eventId }) => eventId),
);

export const loadReminderMinutes = batched<Context, { minutesBefore: number }[]>(async (context, ids) =>
  grouped(await findRemindersOfMember(context.db, await context.reader(), ids), ({ eventId }) => eventId),
);

/** Instants in milliseconds, because arguments are compared as JSON. */
export interface RangeMs {
  readonly fromMs: number;
  readonly untilMs: number;
}

const toRange = ({ fromMs, untilMs }: RangeMs) => ({ from: new Date(fromMs), until: new Date(untilMs) });

export const loadOccurrences = batched<Context, OccurrenceRow[], RangeMs & { limit: number }>(
  async (context, ids, { limit, ...range }) =>
    grouped(
      await findOccurrencesOfEvents(context.db, ids, { ...toRange(range), limit }),
      ({ eventId }) => eventId,
    ),
);

export const loadNextOccurrence = batched<Context, OccurrenceRow>(async (context, ids) => {
  const rows = await findNextOccurrences(context.db, ids, context.services.now());
  return new Map(rows.map((row) => [row.eventId, row]));
});

export const loadBookings = batched<Context, Awaited<ReturnType<typeof findBookings>>, RangeMs>(
  async (context, ids, range) =>
    grouped(
      await findBookings(context.db, await context.roomReader(), ids, toRange(range)),
      ({ meetingRoomId }) => meetingRoomId,
    ),
);

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? [];
    groups.set(keyOf(row), group);
    group.push(row);
  }
  return groups;
}
