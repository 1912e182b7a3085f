import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ForbiddenError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import { lockPlan } from '../db/plans.ts';

/**
 * The viewer's own plan, locked until the transaction ends.
 *
 * @throws {NotFoundError} for one that the viewer may not see
 * @throws {ForbiddenError} for somebody else's
 */
export async function lockOwnPlan(tx: Tx, { memberId }: Viewer, id: string): Promise<PlanRow> {
  const plan = await lockPlan(tx, memberId, id);
  if (!plan) throw new NotFoundError();
  if (plan.authorId !== memberId) throw new ForbiddenError('Only the author may change a plan.');
  return plan;
}
