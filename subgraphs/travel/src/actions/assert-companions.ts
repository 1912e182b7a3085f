import { setTimeout as pause } from 'node:timers/promises';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findActiveMemberIds } from '../db/members.ts';

/** Between looks; together about a second. */
const pausesMs = [20, 50, 100, 300, 500];

/**
 * Everybody named is a member. Someone who signed up a moment ago may not have been heard of yet, so
 * it is looked again for a second.
 *
 * @throws {InvalidInputError} naming `input.companionIds`
 */
export async function assertCompanions({ db }: Pick<Services, 'db'>, ids: readonly string[]): Promise<void> {
  if (!(await areKnown({ db }, ids)))
    throw new InvalidInputError('input.companionIds', 'A companion is not a member.');
}

/** Whether all of them are active members, as far as it is known within a second. */
export async function areKnown({ db }: Pick<Services, 'db'>, ids: readonly string[]): Promise<boolean> {
  const areThere = async () =>
    ids.length === 0 || (await findActiveMemberIds(db.read, ids)).length === ids.length;
  if (await areThere()) return true;
  for (const pauseMs of pausesMs) {
    await pause(pauseMs);
    if (await areThere()) return true;
  }
  return false;
}
