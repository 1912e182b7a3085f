import { requireViewer } from '@moim/kit/auth/require-viewer.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { batched } from '@moim/kit/graphql/batched.ts';
import type { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { findCompanions } from '../db/companions.ts';
import { findFollowed } from '../db/follows.ts';
import { findFollowCounts, type FollowCounts } from '../db/members.ts';
import { findLikedPlanIds } from '../db/likes.ts';
import { findSharedPlans, type InstantKey } from '../db/plan-lists.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import { findLastPublications, type PublicationRow } from '../db/publications.ts';
import {
  findRecommendations,
  findRecommendationsOfPlans,
  type RecommendationRow,
} from '../db/recommendations.ts';
import { findPlans, findPlansOfEvents } from '../db/plans.ts';

const existing = (ids: readonly string[]): string[] => ids.filter(isUuid);

/** Null for a plan that the viewer may not see. */
export const loadPlan = batched<OperationContext, PlanRow>(async ({ db, viewer }, ids) => {
  const plans = await findPlans(db, viewer.memberId, existing(ids));
  return new Map(plans.map((plan) => [plan.id, plan]));
});

/** @throws {NotFoundError} when the viewer may not see it */
export async function getPlan(context: OperationContext, id: string): Promise<PlanRow> {
  const plan = await loadPlan(context, id, undefined);
  if (!plan) throw new NotFoundError();
  return plan;
}

export const loadPlanOfEvent = batched<OperationContext, PlanRow>(async ({ db, viewer }, eventIds) => {
  const plans = await findPlansOfEvents(db, viewer.memberId, existing(eventIds));
  return new Map(plans.map((plan) => [plan.calendarEventId ?? '', plan]));
});

export const loadCompanionIds = batched<OperationContext, string[]>(async ({ db }, planIds) => {
  const companions = await findCompanions(db, planIds);
  return groupBy(
    companions,
    ({ planId }) => planId,
    ({ memberId }) => memberId,
  );
});

export const loadIsLiked = batched<OperationContext, true>(async ({ db, viewer }, planIds) => {
  const liked = await findLikedPlanIds(db, viewer.memberId, planIds);
  return new Map(liked.map((planId) => [planId, true]));
});

/** For members, and for streams that they share; an app that knows who works here does not know who is followed. */
export const loadFollowCounts = batched<OperationContext, FollowCounts>(
  async ({ db, identity }, memberIds) => {
    if (!identity.isService) requireViewer(identity);
    const counts = await findFollowCounts(db, existing(memberIds));
    return new Map(counts.map((count) => [count.memberId, count]));
  },
);

export const loadIsFollowed = batched<OperationContext, true>(async ({ db, viewer }, memberIds) => {
  const followed = await findFollowed(db, viewer.memberId, existing(memberIds));
  return new Map(followed.map((memberId) => [memberId, true]));
});

/** Null for one that the viewer may not see. Read on the primary: steps are told ahead of a replica. */
export const loadRecommendation = batched<OperationContext, RecommendationRow>(
  async ({ services, viewer }, ids) => {
    const rows = await findRecommendations(services.db.write, viewer.memberId, existing(ids));
    return new Map(rows.map((row) => [row.id, row]));
  },
);

export const loadRecommendationOfPlan = batched<OperationContext, RecommendationRow>(
  async ({ db, viewer }, planIds) => {
    const rows = await findRecommendationsOfPlans(db, viewer.memberId, planIds);
    return new Map(rows.map((row) => [row.planId ?? '', row]));
  },
);

/** Null for a plan that is not the viewer's own, and for one that was never published so. */
export const loadPublication = batched<OperationContext, PublicationRow>(async ({ db, viewer }, planIds) => {
  const rows = await findLastPublications(db, viewer.memberId, planIds);
  return new Map(rows.map((row) => [row.planId, row]));
});

interface SharedPage {
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
}

export const loadSharedPlans = batched<OperationContext, PlanRow[], SharedPage>(
  async ({ db, viewer }, memberIds, { after, limit }) => {
    const key: InstantKey | null = after && { at: new Date(after.at), id: after.id };
    const plans = await findSharedPlans(db, viewer.memberId, existing(memberIds), { after: key, limit });
    return groupBy(
      plans,
      ({ authorId }) => authorId,
      (plan) => plan,
    );
  },
);

function groupBy<Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  valueOf: (row: Row) => Value,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const values = groups.get(keyOf(row)) ?? [];
    groups.set(keyOf(row), values);
    values.push(valueOf(row));
  }
  return groups;
}
