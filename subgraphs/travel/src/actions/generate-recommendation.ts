import type { Services } from '@moim/kit/server/services.ts';
import { recommendationGenerated } from '@moim/schema/contracts/travel.ts';
import {
  findAnyRecommendation,
  lockRecommendation,
  type RecommendationRow,
  updateRecommendation,
} from '../db/recommendations.ts';
import { mayGenerate } from '../domain/recommendation.ts';
import { suggestTrip } from '../domain/suggestion.ts';
import { giveUp } from './give-up-recommendation.ts';
import { gatherInspiration } from './gather-inspiration.ts';
import { tellRecommendation } from './step-recommendation.ts';

/**
 * Makes the suggestion, outside every transaction, and hands it in: hidden until identity has charged
 * for it. May be repeated; late or repeated work changes nothing.
 */
export async function generateRecommendation(services: Services, id: string): Promise<void> {
  const wanted = await findAnyRecommendation(services.db.write, id);
  if (!wanted || !mayGenerate(progressOf(wanted), services.now())) return;
  const suggestion = suggestTrip(await gatherInspiration(services, wanted));
  await services.db.write.transaction(async (tx) => {
    const row = await lockRecommendation(tx, id);
    if (!row || !mayGenerate(progressOf(row), services.now())) return;
    if (!suggestion) return giveUp(tx, services, row, 'GENERATION_FAILED');
    await updateRecommendation(tx, id, { suggestion });
    const payload = { recommendationId: id, memberId: row.memberId };
    await tellRecommendation(tx, services, id, { contract: recommendationGenerated, payload });
  });
}

const progressOf = ({ state, suggestion, holdUntil }: RecommendationRow) => ({
  ...{ state, holdUntil },
  isGenerated: suggestion !== null,
});
