import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { deleteLike, insertLike } from '../db/likes.ts';
import { lockPlan } from '../db/plans.ts';

interface LikeInput {
  readonly planId: string;
}

/**
 * Likes a plan; liking it again changes nothing.
 *
 * @throws {NotFoundError} for a plan that the viewer may not see
 */
export function likePlan(services: Services, viewer: Viewer, input: LikeInput): Promise<string> {
  return withPlan(services, viewer, input, (tx, planId) =>
    insertLike(tx, planId, viewer.memberId, services.now()),
  );
}

/** The opposite of `likePlan`. */
export function unlikePlan(services: Services, viewer: Viewer, input: LikeInput): Promise<string> {
  return withPlan(services, viewer, input, (tx, planId) => deleteLike(tx, planId, viewer.memberId));
}

async function withPlan(
  { db }: Services,
  { memberId }: Viewer,
  input: LikeInput,
  change: (tx: Tx, planId: string) => Promise<void>,
): Promise<string> {
  const planId = toKnownId(input.planId);
  await db.write.transaction(async (tx) => {
    if (!(await lockPlan(tx, memberId, planId))) throw new NotFoundError();
    await change(tx, planId);
  });
  return planId;
}
