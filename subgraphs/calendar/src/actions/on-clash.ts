import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findRoomClashes } from '../db/clashes.ts';
import type { Occurrence } from '../domain/event.ts';
import { refusal } from './claim-times.ts';

/** exclusion_violation and deadlock_detected: somebody else was quicker. */
const lost = new Set<unknown>(['23P01', '40P01']);

/**
 * Runs a booking. The database refuses what slips past our own look, or two that wait for each
 * other; that is the same answer: who is in the way, read after the fact.
 *
 * @throws {EventClashError} naming the clashes
 * @throws {ConflictError} when nothing is in the way any more
 */
export async function onClash<T>(
  { db }: Pick<Services, 'db'>,
  { memberId }: Viewer,
  wanted: { readonly eventId: string; readonly occurrences: () => readonly Occurrence[] },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLost(error)) throw error;
    const occurrences = wanted.occurrences();
    const search = { viewerId: memberId, occurrences, exceptEventIds: [wanted.eventId] };
    const taken = await findRoomClashes(db.write, search);
    if (taken.length > 0) throw await refusal(db.write, search, taken);
    throw new ConflictError('Somebody else changed this at the same time; try again.');
  }
}

/** Drizzle wraps what the server said. */
function isLost(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && lost.has(cause.code)) return true;
  return false;
}
