import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { EventRow } from '../db/events.ts';
import { updateEventRow } from '../db/events.ts';
import { deleteOccurrences, findOccurrencesOfEvent, insertOccurrences } from '../db/occurrences.ts';
import type { OccurrenceClash } from '../domain/clash.ts';
import type { Occurrence, Override } from '../domain/event.ts';
import { midnightOf, toWall } from '../ports/zones.ts';
import { claimTimes } from './claim-times.ts';
import { firstOccurrence, materialise } from './materialise.ts';
import { scheduleReminders } from './schedule-reminders.ts';

export interface ScheduleToWrite {
  readonly event: EventRow;
  readonly overrides: readonly Override[];
  readonly viewerId: string;
  /** Whose own times are looked at. */
  readonly memberIds: readonly string[];
  readonly skipClashing: boolean;
}

export interface Written {
  readonly event: EventRow;
  readonly clashes: readonly OccurrenceClash[];
}

/**
 * Makes the rows of occurrences equal to what the event says, in the caller's transaction which
 * holds the event's lock: only what differs is written, and only that is compared with what others
 * have. Reminders follow in the same transaction.
 *
 * @throws {EventClashError} {InvalidInputError} as `claimTimes` and `materialise`
 */
export async function writeSchedule(
  tx: Tx,
  services: Pick<Services, 'now' | 'jobs'>,
  { event, overrides, viewerId, memberIds, skipClashing }: ScheduleToWrite,
): Promise<Written> {
  const now = services.now();
  const stored = await findOccurrencesOfEvent(tx, event.id);
  const { occurrences, until } = materialise({ ...event, overrides }, now, stored[0]?.originalStartsAt);
  const { gone, changed } = compare(stored, occurrences);
  const claim = { viewerId, eventId: event.id, occurrences, changed, memberIds, skipClashing };
  const { clashes, skipped } = await claimTimes(tx, claim);
  const written = withTimes(leaveOut(event, skipped), overrides, until);
  await updateEventRow(tx, event.id, written);
  const isSkipped = new Set(skipped.map((at) => at.getTime()));
  await deleteOccurrences(tx, event.id, gone);
  await insertOccurrences(
    tx,
    event.id,
    changed.filter(({ originalStartsAt }) => !isSkipped.has(originalStartsAt.getTime())),
  );
  await scheduleReminders(tx, services, event.id);
  return { event: written, clashes };
}

/** A clash that is skipped becomes an EXDATE. */
function leaveOut(event: EventRow, skipped: readonly Date[]): EventRow {
  if (skipped.length === 0) return event;
  return { ...event, exdates: [...event.exdates, ...skipped.map((at) => originalWall(event, at))] };
}

/** The wall time by which an occurrence is named in the master. */
export function originalWall({ timeZone, isAllDay }: EventRow, at: Date): string {
  const wall = toWall(at, timeZone);
  return isAllDay ? midnightOf(wall) : wall;
}

function withTimes(event: EventRow, overrides: readonly Override[], until: Date | null): EventRow {
  const first = firstOccurrence({ ...event, overrides });
  const times = first && { startsAt: first.startsAt, endsAt: first.endsAt };
  return { ...event, ...times, materialisedUntil: until };
}

/** What must be deleted, and what inserted; a row that changes is both. */
function compare(stored: readonly Occurrence[], wanted: readonly Occurrence[]) {
  const before = new Map(stored.map((each) => [each.originalStartsAt.getTime(), keyOf(each)]));
  const after = new Map(wanted.map((each) => [each.originalStartsAt.getTime(), keyOf(each)]));
  const differs = ({ originalStartsAt }: Occurrence) =>
    before.get(originalStartsAt.getTime()) !== after.get(originalStartsAt.getTime());
  return {
    gone: stored.filter(differs).map(({ originalStartsAt }) => originalStartsAt),
    changed: wanted.filter(differs),
  };
}

const keyOf = ({ startsAt, endsAt, title, meetingRoomId, isException }: Occurrence): string =>
  JSON.stringify([startsAt, endsAt, title, meetingRoomId, isException]);
