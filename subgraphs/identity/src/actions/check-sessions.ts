import type { Role } from '@moim/kit/auth/viewer.ts';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findLiveSessions } from '../db/sessions.ts';

/** More than a supergraph collects in one turn of its event loop. */
const maxIds = 1_000;

export interface LiveSession {
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly membershipVersion: number;
}

/**
 * Who these sessions stand for now, in one statement; null for one that ended or never was. Reads
 * the primary: a session that was opened a moment ago is there.
 *
 * @throws {InvalidInputError} for more than 1000 ids
 */
export async function checkSessions(
  { db, now }: Services,
  ids: readonly string[],
): Promise<Record<string, LiveSession | null>> {
  if (ids.length > maxIds) throw new InvalidInputError('ids', `At most ${maxIds} at a time.`);
  const viewers = await findLiveSessions(db.write, ids.filter(isUuid), now());
  const live = new Map(viewers.map(({ sessionId, ...session }) => [sessionId, session]));
  return Object.fromEntries(ids.map((id) => [id, live.get(id) ?? null]));
}
