import { followLog } from '@moim/kit/live/follow-log.ts';
import { startOf } from '@moim/kit/live/resume.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type EventChange, findChangesAfter, findChangeSeq } from '../db/change-log.ts';
import { changeTopic } from './publish-event.ts';

const recheckMs = 15_000;

export interface FollowChanges {
  readonly memberId: string;
  /** Last seq that is known already; null to start with what comes next. */
  readonly afterSeq: number | null;
  readonly random: () => number;
}

/**
 * The member's log after the cursor, then live. Reads the primary: a wake-up may be ahead of a
 * replica.
 *
 * @throws {InvalidInputError} naming `afterSeq` for a cursor beyond the log
 */
export function followChanges(
  { db, bus, now }: Pick<Services, 'db' | 'bus' | 'now'>,
  { memberId, afterSeq, random }: FollowChanges,
): Promise<AsyncIterableIterator<EventChange, void>> {
  return followLog(
    { bus, now, random },
    {
      topic: changeTopic(memberId),
      recheckMs,
      start: async () => startOf(afterSeq, await findChangeSeq(db.write, memberId)),
      readAfter: (seq, limit) => findChangesAfter(db.write, memberId, seq, limit),
    },
  );
}
