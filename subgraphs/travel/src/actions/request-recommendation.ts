import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recommendationRequested } from '@moim/schema/contracts/travel.ts';
import { findAnyRecommendation, insertRecommendation } from '../db/recommendations.ts';
import {
  assertSameRequest,
  holdMs,
  type RecommendationInput,
  recommendationCostCredits,
  type RecommendationRequest,
  toRequest,
} from '../domain/recommendation.ts';
import { noteStep, tellRecommendation } from './step-recommendation.ts';

export const giveUpQueue = 'travel.give-up-recommendation';

/**
 * Asks for a recommendation: identity puts the credits aside or declines. The same request again is
 * the same recommendation.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {ConflictError} when the id stands for another request
 */
export async function requestRecommendation(
  services: Services,
  viewer: Viewer,
  input: RecommendationInput,
): Promise<string> {
  const request = toRequest(viewer.memberId, input);
  if (await begin(services, request)) return request.id;
  const stored = await findAnyRecommendation(services.db.write, request.id);
  if (stored) assertSameRequest(stored, request);
  return request.id;
}

/** False when the id is taken. */
function begin(services: Services, request: RecommendationRequest): Promise<boolean> {
  const requestedAt = services.now();
  const holdUntil = new Date(requestedAt.getTime() + holdMs);
  const { id, memberId } = request;
  const costCredits = recommendationCostCredits;
  return services.db.write.transaction(async (tx) => {
    if (!(await insertRecommendation(tx, { ...request, costCredits, requestedAt, holdUntil }))) return false;
    const asked = { amountCredits: costCredits, holdUntil: holdUntil.toISOString() };
    await tellRecommendation(tx, services, id, {
      contract: recommendationRequested,
      payload: { recommendationId: id, memberId, ...asked },
    });
    await noteStep(tx, services, id, 'REQUESTED');
    await services.jobs.send(tx, giveUpQueue, {}, { startAfter: holdUntil, singletonKey: id });
    return true;
  });
}
