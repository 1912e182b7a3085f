import { followLog } from '@moim/kit/live/follow-log.ts';
import { startOf } from '@moim/kit/live/resume.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type CoverageChange, findChangesAfter, findCoverageSeq } from '../db/coverage-changes.ts';
import { coverageTopic } from './coverage-topic.ts';

const recheckMs = 15_000;

export interface FollowCoverage {
  readonly memberId: string;
  /** Last seq that is known already; null to start with what comes next. */
  readonly afterSeq: number | null;
  readonly random: () => number;
}

/**
 * The changes of the member's cover after the cursor, then live. Reads the primary: a wake-up may
 * be ahead of a replica.
 *
 * @throws {InvalidInputError} naming `afterSeq` for a cursor beyond the log
 */
export function followCoverage(
  { db, bus, now }: Pick<Services, 'db' | 'bus' | 'now'>,
  { memberId, afterSeq, random }: FollowCoverage,
): Promise<AsyncIterableIterator<CoverageChange, void>> {
  return followLog(
    { bus, now, random },
    {
      topic: coverageTopic(memberId),
      recheckMs,
      start: async () => startOf(afterSeq, await findCoverageSeq(db.write, memberId)),
      readAfter: (seq, limit) => findChangesAfter(db.write, memberId, seq, limit),
    },
  );
}
