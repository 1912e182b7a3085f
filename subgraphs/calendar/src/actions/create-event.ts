import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { isUuid, toKnownId, toNewId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAttendees } from '../db/attendees.ts';
import { findCalendars } from '../db/calendars.ts';
import { type EventRow, findRequestOfEvent, insertEvent } from '../db/events.ts';
import { insertReminders } from '../db/reminders.ts';
import type { OccurrenceClash } from '../domain/clash.ts';
import { maxMinutesBefore, maxRemindersPerEvent } from '../domain/limits.ts';
import { parseRule } from '../domain/recurrence-rule.ts';
import { cleanLine, cleanOptionalText } from '../domain/text.ts';
import { spanOf } from '../ports/zones.ts';
import { catchUp } from './catch-up.ts';
import { materialise } from './materialise.ts';
import { onClash } from './on-clash.ts';
import { publishScheduled } from './publish-event.ts';
import { readPeople } from './read-people.ts';
import { assertRoomExists } from './read-room.ts';
import { readTiming, type TimingInput } from './read-timing.ts';
import { assertSameRequest, digestOf } from './request-digest.ts';
import { writeSchedule } from './write-schedule.ts';

export interface CreateEventInput extends TimingInput {
  /** UUIDv7 made by the client: the same request again is the same event. */
  readonly id: string;
  readonly calendarId: string;
  readonly title: string;
  readonly description?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly recurrenceRule?: string | null | undefined;
  readonly attendeeIds?: readonly string[];
  readonly meetingRoomId?: string | null | undefined;
  readonly chatRoomId?: string | null | undefined;
  /** For the viewer and everybody invited; default 10. */
  readonly reminderMinutes?: readonly number[];
  readonly skipClashing?: boolean;
}

export interface SavedEvent {
  readonly eventId: string;
  /** Personal clashes, told but not refused. */
  readonly clashes: readonly OccurrenceClash[];
}

/**
 * Writes an event with all its occurrences, or nothing.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {NotFoundError} for a calendar that the viewer may not see
 * @throws {ConflictError} when the id stands for another event
 * @throws {EventClashError} when a room is taken or somebody declines when busy
 */
export async function createEvent(
  services: Services,
  viewer: Viewer,
  input: CreateEventInput,
): Promise<SavedEvent> {
  const event = draftEvent(services, viewer, input);
  const minutesBefore = readReminders(input.reminderMinutes ?? [10]);
  const { occurrences } = materialise({ ...event, overrides: [] }, services.now());
  await catchUp(services, viewer);
  await assertRoomExists(services, event.meetingRoomId);
  const attendeeIds = await readPeople(services, input.attendeeIds ?? [], viewer.memberId);
  const { skipClashing = false } = input;
  const plan = { event, attendeeIds, minutesBefore, skipClashing };
  return onClash(services, viewer, { eventId: event.id, occurrences: () => occurrences }, () =>
    services.db.write.transaction((tx) => insertWhole(tx, services, plan)),
  );
}

export interface EventPlan {
  readonly event: EventRow;
  readonly attendeeIds: readonly string[];
  readonly minutesBefore: readonly number[];
  readonly skipClashing: boolean;
  /** Whose own times are looked at; absent: of everybody who takes part. */
  readonly claimFor?: readonly string[];
}

/** The event with all that belongs to it, in the caller's transaction. */
export async function insertWhole(tx: Tx, services: Services, plan: EventPlan): Promise<SavedEvent> {
  const { event, attendeeIds, minutesBefore, skipClashing } = plan;
  const { id, calendarId, organizerId } = event;
  if ((await findCalendars(tx, organizerId, [calendarId])).length === 0) throw new NotFoundError();
  if (!(await insertEvent(tx, event))) {
    assertSameRequest(await findRequestOfEvent(tx, id), event.requestDigest);
    return { eventId: id, clashes: [] };
  }
  const invited = attendeeIds.map((memberId) => ({ memberId, answer: 'NEEDS_ACTION' as const }));
  await insertAttendees(tx, id, invited);
  const memberIds = [organizerId, ...attendeeIds];
  await insertReminders(tx, id, memberIds, minutesBefore);
  const { claimFor = memberIds } = plan;
  const schedule = { event, overrides: [], viewerId: organizerId, memberIds: claimFor, skipClashing };
  const written = await writeSchedule(tx, services, schedule);
  await publishScheduled(tx, services, { event: written.event, actorId: organizerId });
  return { eventId: id, clashes: written.clashes };
}

function draftEvent({ now }: Services, { memberId }: Viewer, input: CreateEventInput): EventRow {
  const id = toNewId(input.id, 'input.id');
  const timing = readTiming(input);
  const isTimed = !timing.isAllDay;
  const span = isTimed ? { startsAt: input.startsAt, endsAt: input.endsAt } : spanOf(timing, timing);
  const at = now();
  return {
    ...{ id, calendarId: toKnownId(input.calendarId), organizerId: memberId, uid: id },
    ...readTexts(input),
    ...timing,
    ...span,
    ...{ recurrenceRule: readRule(input.recurrenceRule), rdates: [], exdates: [] },
    ...{ materialisedUntil: null, blocksTime: true, isCancelled: false, version: 1, lastSeq: 0 },
    meetingRoomId: readLink(input.meetingRoomId, 'input.meetingRoomId'),
    chatRoomId: readLink(input.chatRoomId, 'input.chatRoomId'),
    ...{ splitFrom: null, extra: [], requestDigest: digestOf(input), createdAt: at, updatedAt: at },
  };
}

const readTexts = (input: Pick<CreateEventInput, 'title' | 'description' | 'location'>) => ({
  title: readTitle(input.title),
  description: readDescription(input.description),
  location: readLocation(input.location),
});

export const readTitle = (title: string): string =>
  cleanLine(title, { field: 'input.title', maxLength: 200 });

export const readDescription = (text: string | null | undefined): string | null =>
  cleanOptionalText(text, { field: 'input.description', maxLength: 10_000 });

export const readLocation = (text: string | null | undefined): string | null =>
  cleanOptionalText(text, { field: 'input.location', maxLength: 500 });

/** Null for no rule. */
export function readRule(rule: string | null | undefined): string | null {
  const value = rule?.trim() ?? '';
  if (value === '') return null;
  parseRule(value);
  return value;
}

/** An id of something that another subgraph or we own; whether it exists is found out later. */
export function readLink(id: string | null | undefined, field: string): string | null {
  if (id == null) return null;
  if (!isUuid(id)) throw new InvalidInputError(field, 'This is no id.');
  return id.toLowerCase();
}

/**
 * Minutes before the start, each once, ascending.
 *
 * @throws {InvalidInputError} naming `field`
 */
export function readReminders(minutes: readonly number[], field = 'input.reminderMinutes'): number[] {
  const distinct = [...new Set(minutes)];
  if (distinct.length > maxRemindersPerEvent)
    throw new InvalidInputError(field, `At most ${maxRemindersPerEvent} reminders are allowed.`);
  if (distinct.some((each) => each < 0 || each > maxMinutesBefore))
    throw new InvalidInputError(field, 'A reminder is 0 minutes to 4 weeks before the start.');
  return distinct.sort((a, b) => a - b);
}
