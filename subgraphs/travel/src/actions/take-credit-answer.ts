import { createHash } from 'node:crypto';
import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recommendationCreated } from '@moim/schema/contracts/travel.ts';
import { insertCity } from '../db/cities.ts';
import { insertPlan } from '../db/plans.ts';
import { lockRecommendation, type RecommendationRow, updateRecommendation } from '../db/recommendations.ts';
import { isOpen, type RefundReason } from '../domain/recommendation.ts';
import type { Suggestion } from '../domain/suggestion.ts';
import { appendPlanChanged } from './append-plan-changed.ts';
import { endUncharged, noteStep, tellRecommendation } from './step-recommendation.ts';

export const generateQueue = 'travel.generate-recommendation';

/** The credits are put aside: the work begins. */
export async function beginGenerating(tx: Tx, services: Services, id: string): Promise<void> {
  const row = await lockRecommendation(tx, id);
  if (row?.state !== 'REQUESTED') return;
  await updateRecommendation(tx, id, { state: 'GENERATING' });
  await noteStep(tx, services, id, 'GENERATING');
  await services.jobs.send(tx, generateQueue, { recommendationId: id }, { singletonKey: id });
}

/** The credits are not there. */
export async function takeDecline(
  tx: Tx,
  services: Services,
  id: string,
  reason: RefundReason,
): Promise<void> {
  const row = await lockRecommendation(tx, id);
  if (row?.state === 'REQUESTED') await endUncharged(tx, services, row, { state: 'DECLINED', reason });
}

/** The credits went back, for whatever reason: what was made is not shown. */
export async function takeRelease(
  tx: Tx,
  services: Services,
  id: string,
  reason: RefundReason,
): Promise<void> {
  const row = await lockRecommendation(tx, id);
  if (row && isOpen(row)) await endUncharged(tx, services, row, { state: 'REFUNDED', reason });
}

/** Paid: what was made is shown, as a private plan of the member. */
export async function takeCharge(tx: Tx, services: Services, id: string): Promise<void> {
  const row = await lockRecommendation(tx, id);
  if (!row || !isOpen(row)) return;
  if (!row.suggestion) throw new Error(`recommendation ${id} was charged before it was made`);
  const planId = await makePlan(tx, services, row, row.suggestion);
  await updateRecommendation(tx, id, { state: 'CREATED', planId, endedAt: services.now() });
  const payload = { recommendationId: id, memberId: row.memberId, planId, chatRoomId: row.chatRoomId };
  await tellRecommendation(tx, services, id, { contract: recommendationCreated, payload });
  await noteStep(tx, services, id, 'CREATED');
}

async function makePlan(
  tx: Tx,
  services: Services,
  { id: recommendationId, memberId, chatRoomId }: RecommendationRow,
  { city, travelOn, untilOn, groupSize }: Suggestion,
): Promise<string> {
  const plan = {
    ...{ id: services.newId(), authorId: memberId, title: city.nameKo ?? city.name, cityId: city.id },
    ...{ travelOn, untilOn, groupSize, chatRoomId },
    ...{ budgetMinor: null, currency: null, details: null, companionIds: [], calendarEventId: null },
    requestDigest: createHash('sha256').update(recommendationId).digest('base64url'),
    at: services.now(),
  };
  await insertCity(tx, city);
  if (!(await insertPlan(tx, plan))) throw new Error(`the new id ${plan.id} is taken`);
  await appendPlanChanged(tx, services, { ...plan, change: 'CREATED' });
  return plan.id;
}
