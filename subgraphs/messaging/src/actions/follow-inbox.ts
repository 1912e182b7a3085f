import type { Services } from '@moim/kit/server/services.ts';
import { findInboxEventsAfter, findInboxSeq } from '../db/inboxes.ts';
import type { InboxEvent } from '../domain/inbox.ts';
import { startOf } from '@moim/kit/live/resume.ts';
import { followLog } from '@moim/kit/live/follow-log.ts';
import { inboxTopic } from './wake-inboxes.ts';

const recheckMs = 15_000;

export interface FollowInbox {
  readonly memberId: string;
  /** Last seq that is known already; null to start with what comes next. */
  readonly afterSeq: number | null;
  readonly random: () => number;
}

/**
 * The member's inbox after the cursor, then live. Reads the primary: a wake-up may be ahead of a
 * replica.
 *
 * @throws {InvalidInputError} naming `afterSeq` for a cursor beyond the inbox
 */
export function followInbox(
  { db, bus, now }: Pick<Services, 'db' | 'bus' | 'now'>,
  { memberId, afterSeq, random }: FollowInbox,
): Promise<AsyncIterableIterator<InboxEvent, void>> {
  return followLog(
    { bus, now, random },
    {
      topic: inboxTopic(memberId),
      recheckMs,
      start: async () => startOf(afterSeq, await findInboxSeq(db.write, memberId)),
      readAfter: (seq, limit) => findInboxEventsAfter(db.write, memberId, seq, limit),
    },
  );
}
