import type { Tx } from '@moim/kit/db/database.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recommendationRefunded } from '@moim/schema/contracts/travel.ts';
import {
  insertStep,
  nextRecommendationEventSeq,
  type RecommendationRow,
  updateRecommendation,
} from '../db/recommendations.ts';
import type { RecommendationState, RefundReason } from '../domain/recommendation.ts';
import { tellOf } from './tell-of.ts';

export const progressTopic = (id: string): string => wakeUpTopic('recommendation-progress', id);

/** Notes a step and wakes whoever follows it, once it is there to be read. The caller holds the lock. */
export async function noteStep(
  tx: Tx,
  { bus, now }: Pick<Services, 'bus' | 'now'>,
  id: string,
  state: RecommendationState,
): Promise<void> {
  const seq = await insertStep(tx, id, state, now());
  tx.afterCommit(() => void bus.publish(progressTopic(id), { seq }));
}

/** Tells the world of this recommendation. The caller holds the lock. */
export const tellRecommendation = tellOf(nextRecommendationEventSeq);

/** The end without a charge. The caller holds the lock of an open one. */
export async function endUncharged(
  tx: Tx,
  services: Services,
  { id, memberId }: Pick<RecommendationRow, 'id' | 'memberId'>,
  { state, reason }: { readonly state: 'DECLINED' | 'REFUNDED'; readonly reason: RefundReason },
): Promise<void> {
  await updateRecommendation(tx, id, { state, reason, endedAt: services.now() });
  const payload = { recommendationId: id, memberId, reason };
  await tellRecommendation(tx, services, id, { contract: recommendationRefunded, payload });
  await noteStep(tx, services, id, state);
}
