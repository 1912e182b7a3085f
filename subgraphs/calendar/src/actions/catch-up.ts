import { setTimeout as pause } from 'node:timers/promises';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { BehindError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findMembershipVersion } from '../db/membership-projection.ts';

/** Between looks at the projection; together 1 s. */
const pausesMs = [10, 20, 40, 80, 150, 300, 400];
const maxKeptMembers = 10_000;

/** Versions seen per process: they only grow, so a member at rest costs no statement. */
const seenVersions = new WeakMap<Services['db'], Map<string, number>>();

/**
 * Waits up to 1 s until the membership changes that the viewer's token speaks of are taken in.
 *
 * @throws {BehindError} when they are still missing then
 */
export async function catchUp({ db }: Pick<Services, 'db'>, viewer: Viewer): Promise<void> {
  const seen = seenVersions.get(db) ?? new Map<string, number>();
  seenVersions.set(db, seen);
  if ((seen.get(viewer.memberId) ?? 0) >= viewer.membershipVersion) return;
  await eventually(async () => {
    const version = await findMembershipVersion(db.read, viewer.memberId);
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

/** Looks again for 1 s, then throws `otherwise`. */
export async function eventually(isTrue: () => Promise<boolean>, otherwise: Error): Promise<void> {
  if (await isTrue()) return;
  for (const pauseMs of pausesMs) {
    await pause(pauseMs);
    if (await isTrue()) return;
  }
  throw otherwise;
}
