import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertCity } from '../db/cities.ts';
import { findCompanionIds, replaceCompanions } from '../db/companions.ts';
import { findPlans, updatePlan } from '../db/plans.ts';
import { assertAhead, assertVersion, type PlanFacts, toFacts } from '../domain/plan.ts';
import { mergePlan, type PlanEdit } from '../domain/plan-edit.ts';
import { appendPlanChanged } from './append-plan-changed.ts';
import { assertCompanions } from './assert-companions.ts';
import { getCity } from './create-plan.ts';
import { cancelPublicationOf } from './end-publication.ts';
import { lockOwnPlan } from './lock-own-plan.ts';

export interface EditPlanInput extends PlanEdit {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
}

/**
 * Changes what is named and leaves the rest. A publication that is under way is taken back: room and
 * entry were asked for with what the plan was before.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule; nothing is changed
 * @throws {NotFoundError} for a plan that the viewer may not see
 * @throws {ForbiddenError} for somebody else's
 * @throws {ConflictError} when the plan is at another version than expected
 */
export async function editPlan(services: Services, viewer: Viewer, input: EditPlanInput): Promise<string> {
  const id = toKnownId(input.id);
  const now = services.now();
  const facts = await planned(services, viewer, id, input);
  // Loaded before the transaction: the first use of the index takes a second.
  const city = await getCity(facts.cityId);
  await assertCompanions(services, facts.companionIds);
  await services.db.write.transaction(async (tx) => {
    const plan = await lockOwnPlan(tx, viewer, id);
    assertVersion(plan.version, input.expectedVersion);
    const companionIds = await findCompanionIds(tx, id);
    const merged = toFacts(viewer.memberId, mergePlan({ ...plan, companionIds }, input));
    if (merged.travelOn !== plan.travelOn || merged.cityId !== plan.city.id)
      assertAhead(merged.travelOn, city, now);
    await cancelPublicationOf(tx, services, id);
    await insertCity(tx, city);
    await updatePlan(tx, id, merged);
    await replaceCompanions(tx, id, merged.companionIds);
    await appendPlanChanged(tx, services, { ...plan, ...merged, change: 'EDITED' });
  });
  return id;
}

/** What it would be by what is stored now, to find out what has to be looked up; decided under the lock. */
async function planned(
  { db }: Services,
  { memberId }: Viewer,
  id: string,
  input: EditPlanInput,
): Promise<PlanFacts> {
  const [plan] = await findPlans(db.write, memberId, [id]);
  if (!plan) throw new NotFoundError();
  const companionIds = await findCompanionIds(db.write, id);
  return toFacts(plan.authorId, mergePlan({ ...plan, companionIds }, input));
}
