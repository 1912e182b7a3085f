import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findCompanionIds } from '../db/companions.ts';
import { erasePlan } from '../db/plans.ts';
import { appendPlanChanged } from './append-plan-changed.ts';
import { cancelPublicationOf } from './end-publication.ts';
import { lockOwnPlan } from './lock-own-plan.ts';

/**
 * Deletes a plan with its likes; answers its id.
 *
 * @throws {NotFoundError} for a plan that the viewer may not see
 * @throws {ForbiddenError} for somebody else's
 */
export async function deletePlan(services: Services, viewer: Viewer, input: { id: string }): Promise<string> {
  const id = toKnownId(input.id);
  await services.db.write.transaction(async (tx) => {
    const plan = await lockOwnPlan(tx, viewer, id);
    await cancelPublicationOf(tx, services, id);
    const companionIds = await findCompanionIds(tx, id);
    await appendPlanChanged(tx, services, { ...plan, companionIds, change: 'DELETED' });
    await erasePlan(tx, id, services.now());
  });
  return id;
}
