import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAnnouncement } from '../db/announcements.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import { updateSharing } from '../db/plans.ts';
import { isShownToFollowers, type PlanAudience, shareAs } from '../domain/audience.ts';
import { newShareToken } from '../ports/share-token.ts';
import { lockOwnPlan } from './lock-own-plan.ts';

export const announceQueue = 'travel.announce-plan';

/**
 * Says who may see a plan. Followers are told of it the first time that they may.
 *
 * @throws {NotFoundError} for a plan that the viewer may not see
 * @throws {ForbiddenError} for somebody else's
 */
export async function sharePlan(
  services: Services,
  viewer: Viewer,
  input: { id: string; audience: PlanAudience },
): Promise<string> {
  const id = toKnownId(input.id);
  await services.db.write.transaction(async (tx) => {
    const plan = await lockOwnPlan(tx, viewer, id);
    await applySharing(tx, services, plan, input.audience);
  });
  return id;
}

/** The caller holds the plan's lock. */
export async function applySharing(
  tx: Tx,
  services: Services,
  plan: PlanRow,
  audience: PlanAudience,
): Promise<void> {
  if (plan.audience === audience) return;
  const at = services.now();
  await updateSharing(tx, plan.id, shareAs(plan, { audience, at, newToken: newShareToken() }));
  if (isShownToFollowers(audience) && (await insertAnnouncement(tx, plan.id, at)))
    await services.jobs.send(tx, announceQueue, { planId: plan.id }, { singletonKey: plan.id });
}
