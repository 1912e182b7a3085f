import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findLiveApps } from '../db/apps.ts';

/** More than a supergraph collects in one turn of its event loop. */
const maxIds = 1_000;

/**
 * Which of these apps are neither revoked nor expired, in one statement. Reads the primary.
 *
 * @throws {InvalidInputError} for more than 1000 ids
 */
export async function checkApps({ db, now }: Services, ids: readonly string[]): Promise<string[]> {
  if (ids.length > maxIds) throw new InvalidInputError('ids', `At most ${maxIds} at a time.`);
  return findLiveApps(db.write, ids.filter(isUuid), now());
}
