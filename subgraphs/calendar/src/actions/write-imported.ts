import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { eventScheduled } from '@moim/schema/contracts/calendar.ts';
import type { CalendarRow } from '../db/calendars.ts';
import { type EventRow, findParticipants, lockEvent, updateEventRow } from '../db/events.ts';
import {
  insertEvents,
  insertOverrideRows,
  insertReminderRows,
  insertScheduledChanges,
} from '../db/imports.ts';
import { insertOccurrenceRows } from '../db/occurrences.ts';
import { replaceOverrides } from '../db/overrides.ts';
import { deleteReminders, insertReminders } from '../db/reminders.ts';
import type { Occurrence } from '../domain/event.ts';
import type { IcsEntry } from '../domain/ics.ts';
import { isSameTiming } from './edit.ts';
import { firstOccurrence } from './materialise.ts';
import { changeTopic, publishChanged, publishMoved, snapshotWith } from './publish-event.ts';
import { scheduleReminders } from './schedule-reminders.ts';
import { writeSchedule } from './write-schedule.ts';

/** An entry with what is written of it. */
export interface Importable {
  readonly entry: IcsEntry;
  readonly digest: string;
  readonly occurrences: readonly Occurrence[];
  readonly until: Date | null;
}

interface Chunk {
  readonly viewer: Viewer;
  readonly calendar: CalendarRow;
  readonly chunk: readonly Importable[];
}

/** New events of a file, a fixed number of statements and one for each event that is told. */
export async function insertImported(tx: Tx, services: Services, { viewer, calendar, chunk }: Chunk) {
  const { memberId } = viewer;
  const rows = chunk.map((each) => toRow(services, { viewer, calendar }, each));
  const paired = chunk.flatMap((each, index) => {
    const event = rows[index];
    return event ? [{ ...each, eventId: event.id }] : [];
  });
  await insertEvents(tx, rows);
  await insertOverrideRows(
    tx,
    paired.flatMap(({ eventId, entry }) => entry.overrides.map((each) => ({ ...each, eventId }))),
  );
  await insertOccurrenceRows(
    tx,
    paired.flatMap(({ eventId, occurrences }) => occurrences.map((each) => ({ ...each, eventId }))),
  );
  const reminders = paired.flatMap(({ eventId, entry }) =>
    entry.reminderMinutes.map((minutesBefore) => ({ eventId, memberId, minutesBefore })),
  );
  await insertReminderRows(tx, reminders);
  for (const eventId of new Set(reminders.map((each) => each.eventId)))
    await scheduleReminders(tx, services, eventId);
  await publishAll(tx, services, memberId, rows);
}

async function publishAll(tx: Tx, services: Services, actorId: string, rows: readonly EventRow[]) {
  const { now, newId, bus } = services;
  const [first] = rows;
  if (!first) return;
  // One calendar, one organizer, nobody invited: all have the same people.
  const participantIds = await findParticipants(tx, first.id);
  for (const event of rows)
    await appendEvent(tx, 'calendar', {
      contract: eventScheduled,
      ...{ id: newId(), aggregateId: event.id, aggregateSeq: 1, occurredAt: now() },
      payload: { ...snapshotWith({ event, actorId }, participantIds), isImported: true },
    });
  const eventIds = rows.map(({ id }) => id);
  const entries = await insertScheduledChanges(tx, eventIds, participantIds, now());
  tx.afterCommit(() => {
    for (const { memberId, seq } of entries) void bus.publish(changeTopic(memberId), { seq });
  });
}

type Place = Omit<Chunk, 'chunk'>;

function toRow({ now, newId }: Services, { viewer, calendar }: Place, importable: Importable): EventRow {
  const at = now();
  return {
    ...fieldsOf(importable),
    ...{ id: newId(), calendarId: calendar.id, organizerId: viewer.memberId },
    // What a whole group looks at takes nobody's own time.
    blocksTime: importable.entry.blocksTime && calendar.groupId === null,
    ...{ meetingRoomId: null, chatRoomId: null, splitFrom: null },
    ...{ isCancelled: false, version: 1, lastSeq: 1, createdAt: at, updatedAt: at },
  };
}

/** What the file says. */
function fieldsOf({ entry, digest, until }: Importable) {
  const { uid, title, description, location, startsWall, durationS, timeZone, isAllDay } = entry;
  const first = firstOccurrence({ ...entry, meetingRoomId: null });
  return {
    ...{ uid, title, description, location, startsWall, durationS, timeZone, isAllDay },
    ...{ startsAt: first?.startsAt ?? entry.startsAt, endsAt: first?.endsAt ?? entry.startsAt },
    ...{ recurrenceRule: entry.recurrenceRule, rdates: [...entry.rdates], exdates: [...entry.exdates] },
    ...{ extra: entry.extra, blocksTime: entry.blocksTime, requestDigest: digest, materialisedUntil: until },
  };
}

/** The same UID again: the event as the file has it now; room, chat and people stay. */
export async function updateImported(
  tx: Tx,
  services: Services,
  viewer: Viewer,
  eventId: string,
  importable: Importable,
): Promise<void> {
  const found = await lockEvent(tx, viewer.memberId, eventId);
  if (!found?.canEdit || found.event.isCancelled) return;
  const before = found.event;
  const { blocksTime: _, ...fields } = fieldsOf(importable);
  const event = { ...before, ...fields, version: before.version + 1, updatedAt: services.now() };
  await updateEventRow(tx, eventId, event);
  const { overrides, reminderMinutes } = importable.entry;
  await replaceOverrides(tx, eventId, overrides);
  await deleteReminders(tx, eventId, [viewer.memberId]);
  await insertReminders(tx, eventId, [viewer.memberId], reminderMinutes);
  const schedule = { event, overrides, viewerId: viewer.memberId, memberIds: [], skipClashing: true };
  const written = await writeSchedule(tx, services, schedule);
  const published = { event: written.event, actorId: viewer.memberId };
  const previous = { previousStartsAt: before.startsAt, previousEndsAt: before.endsAt };
  if (!isSameTiming(before, event))
    await publishMoved(tx, services, published, { ...previous, occurrenceStartsAt: null });
  else await publishChanged(tx, services, published, { invitedIds: [], removedIds: [] });
}
