import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import { findAttendees } from '../db/attendees.ts';
import { type EventRow, lockEvent } from '../db/events.ts';
import { findOccurrence, type OccurrenceRow } from '../db/occurrences.ts';
import { findOverrides } from '../db/overrides.ts';
import type { ChangeScope, Override } from '../domain/event.ts';
import { originalWall } from './write-schedule.ts';

/** An event under its lock, with what belongs to it. */
export interface Series {
  readonly event: EventRow;
  readonly overrides: readonly Override[];
  readonly attendeeIds: readonly string[];
}

/**
 * Takes the event's lock.
 *
 * @throws {NotFoundError} for an event that the viewer may not see, or that was cancelled
 * @throws {ForbiddenError} for one that they may only see
 */
export async function loadSeries(tx: Tx, { memberId }: Viewer, id: string): Promise<Series> {
  const found = await lockEvent(tx, memberId, toKnownId(id));
  if (!found || found.event.isCancelled) throw new NotFoundError();
  if (!found.canEdit) throw new ForbiddenError();
  const { event } = found;
  const attendees = await findAttendees(tx, [event.id]);
  const overrides = await findOverrides(tx, [event.id]);
  return {
    event,
    overrides: overrides.map(({ eventId: _, ...override }) => override),
    attendeeIds: attendees.map(({ memberId: attendeeId }) => attendeeId),
  };
}

/** @throws {ConflictError} when somebody changed the event since the client read it */
export function assertVersion({ version }: EventRow, expected: number | null | undefined): void {
  if (expected != null && expected !== version)
    throw new ConflictError('Somebody else has changed this event; look at it again.');
}

/** The occurrence that a change names, and the wall time that names it in the master. */
export interface Named {
  readonly occurrence: OccurrenceRow;
  readonly wall: string;
}

interface Naming {
  readonly scope: ChangeScope;
  readonly occurrenceStartsAt?: Date | null | undefined;
}

/**
 * What a change is about; null for the event as a whole. An event that happens once has one scope.
 *
 * @throws {InvalidInputError} naming `input.occurrenceStartsAt` when it is missing or names nothing
 */
export async function findNamed(tx: Tx, event: EventRow, { scope, occurrenceStartsAt }: Naming) {
  if (occurrenceStartsAt == null) {
    if (scope === 'ALL' || !isSeries(event)) return null;
    throw new InvalidInputError('input.occurrenceStartsAt', 'Say which occurrence.');
  }
  const occurrence = await findOccurrence(tx, event.id, occurrenceStartsAt);
  if (!occurrence)
    throw new InvalidInputError('input.occurrenceStartsAt', 'The event has no such occurrence.');
  return { occurrence, wall: originalWall(event, occurrence.originalStartsAt) };
}

export const isSeries = ({ recurrenceRule, rdates }: EventRow): boolean =>
  recurrenceRule !== null || rdates.length > 0;
