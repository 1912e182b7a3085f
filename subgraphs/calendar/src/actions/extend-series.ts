import type { Tx } from '@moim/kit/db/database.ts';
import { paceBatch } from '@moim/kit/db/replicas/pace.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findRoomClashes } from '../db/clashes.ts';
import { findEventsToExtend, lockAnyEvent, updateEventRow } from '../db/events.ts';
import { lockMeetingRooms } from '../db/meeting-rooms.ts';
import { findOccurrencesOfEvent, insertOccurrences } from '../db/occurrences.ts';
import { findOverrides, replaceOverrides } from '../db/overrides.ts';
import type { Occurrence, Override, Span } from '../domain/event.ts';
import { monthsAhead } from '../domain/limits.ts';
import { addMonths } from '../ports/zones.ts';
import { materialise } from './materialise.ts';
import { publishChanged } from './publish-event.ts';
import { scheduleReminders } from './schedule-reminders.ts';
import { originalWall } from './write-schedule.ts';

/** A month before the end of what is written down, so that a missed day costs nothing. */
const slackMonths = 1;
const batchSize = 100;

/**
 * Writes endless series further down. A room that is taken meanwhile does not stop that: the
 * occurrence takes place without it, as an exception that its owner is told of.
 *
 * @returns how many series were extended
 */
export async function extendSeries(services: Services): Promise<number> {
  const { db, now } = services;
  const before = addMonths(now(), monthsAhead - slackMonths);
  let extended = 0;
  for (;;) {
    const ids = await findEventsToExtend(db.write, before, batchSize);
    for (const id of ids) {
      await paceBatch(db);
      await db.write.transaction((tx) => extendOne(tx, services, id));
    }
    extended += ids.length;
    if (ids.length < batchSize) return extended;
  }
}

async function extendOne(tx: Tx, services: Services, eventId: string): Promise<void> {
  const event = await lockAnyEvent(tx, eventId);
  if (!event || event.isCancelled || !event.materialisedUntil) return;
  const overrides = (await findOverrides(tx, [eventId])).map(({ eventId: _, ...override }) => override);
  const stored = await findOccurrencesOfEvent(tx, eventId);
  const known = new Set(stored.map(({ originalStartsAt }) => originalStartsAt.getTime()));
  const { occurrences, until } = materialise({ ...event, overrides }, services.now(), stored[0]?.startsAt);
  const added = occurrences.filter(
    ({ originalStartsAt: at }) =>
      !known.has(at.getTime()) && event.materialisedUntil && at >= event.materialisedUntil,
  );
  const homeless = await findHomeless(tx, event.organizerId, eventId, added);
  const isHomeless = (occurrence: Occurrence) => homeless.has(occurrence.startsAt.getTime());
  const written = added.map((each) => (isHomeless(each) ? withoutRoom(each) : each));
  await insertOccurrences(tx, eventId, written);
  const exceptions = added
    .filter(isHomeless)
    .map(({ originalStartsAt }) => exceptionAt(originalWall(event, originalStartsAt), event));
  if (exceptions.length > 0) await replaceOverrides(tx, eventId, [...overrides, ...exceptions]);
  await updateEventRow(tx, eventId, { materialisedUntil: until });
  await scheduleReminders(tx, services, eventId);
  const published = { event, actorId: event.organizerId };
  if (exceptions.length > 0)
    await publishChanged(tx, services, published, { invitedIds: [], removedIds: [] });
}

/** Starts of the occurrences whose room somebody else has. */
async function findHomeless(tx: Tx, viewerId: string, eventId: string, added: readonly Occurrence[]) {
  await lockMeetingRooms(tx, [...new Set(added.flatMap(({ meetingRoomId }) => meetingRoomId ?? []))]);
  const search = { viewerId, occurrences: added, exceptEventIds: [eventId] };
  const taken = await findRoomClashes(tx, search);
  return new Set(taken.map(({ startsAt }) => startsAt.getTime()));
}

const withoutRoom = (occurrence: Occurrence): Occurrence => ({
  ...occurrence,
  meetingRoomId: null,
  isException: true,
});

const exceptionAt = (wall: string, { durationS }: Pick<Span, 'durationS'>): Override => ({
  ...{ recurrenceWall: wall, startsWall: wall, durationS },
  ...{ title: null, description: null, location: null, hasOwnRoom: true, meetingRoomId: null, extra: [] },
});
