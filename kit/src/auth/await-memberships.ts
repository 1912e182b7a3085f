import type { Database, ReadDb } from '../db/database.ts';
import { BehindError } from '../errors/domain-error.ts';
import { eventually } from '../events/eventually.ts';
import type { Viewer } from './viewer.ts';

const maxKeptMembers = 10_000;

/** Versions seen per process: they only grow, so a member at rest costs no statement. */
const seenVersions = new WeakMap<Database, Map<string, number>>();

/**
 * Waits up to 1 s until a projection has taken in the membership changes that the viewer's token
 * speaks of. `findVersion` reads how far it is for a member.
 *
 * @throws {BehindError} when they are still missing then
 */
export async function awaitMemberships(
  db: Database,
  viewer: Viewer,
  findVersion: (db: ReadDb, memberId: string) => Promise<number>,
): Promise<void> {
  const seen = seenVersions.get(db) ?? new Map<string, number>();
  seenVersions.set(db, seen);
  if ((seen.get(viewer.memberId) ?? 0) >= viewer.membershipVersion) return;
  await eventually(async () => {
    const version = await findVersion(db.read, viewer.memberId);
    keep(seen, viewer.memberId, version);
    return version >= viewer.membershipVersion;
  }, new BehindError());
}

/** Bounded: the oldest entry makes room. */
function keep(seen: Map<string, number>, memberId: string, version: number): void {
  seen.delete(memberId);
  seen.set(memberId, version);
  const [oldest] = seen.keys();
  if (seen.size > maxKeptMembers && oldest !== undefined) seen.delete(oldest);
}
