import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { followLog } from '@moim/kit/live/follow-log.ts';
import { startOf } from '@moim/kit/live/resume.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findOwnRecommendation, findStepsAfter } from '../db/recommendations.ts';
import { isOpen, type RecommendationState } from '../domain/recommendation.ts';
import { progressTopic } from './step-recommendation.ts';

const recheckMs = 5_000;

export interface ProgressStep {
  readonly id: string;
  readonly seq: number;
  readonly state: RecommendationState;
}

export interface FollowProgress {
  readonly memberId: string;
  readonly recommendationId: string;
  /** Last seq that is known already; null to start with the first step. */
  readonly afterSeq: number | null;
  readonly random: () => number;
}

/**
 * The steps of the member's own recommendation after the cursor, then live; ends after the last one.
 *
 * @throws {NotFoundError} when it is not theirs
 * @throws {InvalidInputError} naming `afterSeq` for a cursor beyond its steps
 */
export async function followProgress(
  { db, bus, now }: Pick<Services, 'db' | 'bus' | 'now'>,
  { memberId, recommendationId: id, afterSeq, random }: FollowProgress,
): Promise<AsyncIterableIterator<ProgressStep, void>> {
  let isOver = false;
  const steps = await followLog<ProgressStep>(
    { bus, now, random },
    {
      topic: progressTopic(id),
      recheckMs,
      start: async () => {
        const row = isUuid(id) ? await findOwnRecommendation(db.write, memberId, id) : null;
        if (!row) throw new NotFoundError();
        const start = startOf(afterSeq ?? 0, row.lastStepSeq);
        isOver = !isOpen(row) && start === row.lastStepSeq;
        return start;
      },
      readAfter: (seq, limit) => findStepsAfter(db.write, memberId, id, seq, limit),
    },
  );
  const untilOver: AsyncIterableIterator<ProgressStep, void> = {
    next: async () => {
      const result = isOver ? await steps.return?.() : await steps.next();
      if (!result || result.done) return { done: true, value: undefined };
      isOver = !isOpen(result.value);
      return result;
    },
    return: async () => {
      await steps.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => untilOver,
  };
  return untilOver;
}
