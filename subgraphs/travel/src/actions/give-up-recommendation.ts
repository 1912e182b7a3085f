import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recommendationFailed } from '@moim/schema/contracts/travel.ts';
import {
  findOpenRecommendationsOf,
  findOverdueRecommendations,
  lockRecommendation,
  type RecommendationRow,
} from '../db/recommendations.ts';
import { mayGiveUp, type RefundReason } from '../domain/recommendation.ts';
import { endUncharged, tellRecommendation } from './step-recommendation.ts';

const batchSize = 100;

/** Ends what got no answer in time; a result that was handed in waits for identity's word. */
export async function giveUpOverdue(services: Services): Promise<void> {
  const { db, now } = services;
  let ids: string[];
  do {
    ids = await findOverdueRecommendations(db.write, now(), batchSize);
    for (const id of ids)
      await db.write.transaction(async (tx) => {
        const row = await lockRecommendation(tx, id);
        if (row) await giveUp(tx, services, row, 'EXPIRED');
      });
  } while (ids.length === batchSize);
}

/** Ends what is under way for somebody who withdrew. */
export async function giveUpOf(tx: Tx, services: Services, memberId: string): Promise<void> {
  for (const id of await findOpenRecommendationsOf(tx, memberId)) {
    const row = await lockRecommendation(tx, id);
    if (row) await giveUp(tx, services, row, 'MEMBER_WITHDRAWN');
  }
}

/** No result will come: identity lets the credits go. The caller holds the lock. */
export async function giveUp(
  tx: Tx,
  services: Services,
  row: RecommendationRow,
  reason: RefundReason,
): Promise<void> {
  const { id, memberId, state, holdUntil, suggestion } = row;
  if (!mayGiveUp({ state, holdUntil, isGenerated: suggestion !== null })) return;
  const payload = { recommendationId: id, memberId };
  await tellRecommendation(tx, services, id, { contract: recommendationFailed, payload });
  await endUncharged(tx, services, row, { state: 'REFUNDED', reason });
}
