import { batched } from '@moim/kit/graphql/batched.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { showHolders } from '../actions/show-holders.ts';
import { type AccessKey, findAccessOfPolicies, type ShownAccess } from '../db/access-log.ts';
import { type BeliefRow, findHistories } from '../db/coverage-beliefs.ts';
import {
  findCoverAt,
  findPeriods,
  findPeriodsOfPlans,
  findPeriodsOfPolicies,
  type PeriodKey,
  type PeriodRow,
} from '../db/coverage-periods.ts';
import { findPolicies, findPoliciesOfHolders, type PolicyRow } from '../db/policies.ts';
import type { PersonalData } from '../domain/personal-data.ts';
import type { Context } from './context.ts';

const existing = (ids: readonly string[]): string[] => ids.filter(isUuid);

const ofPolicy = ({ id, holderId }: PolicyRow) => ({ policyId: id, holderId });
const ofPeriod = ({ policyId, holderId }: PeriodRow) => ({ policyId, holderId });

export const loadPolicy = batched<Context, PolicyRow>(async (context, ids) => {
  const rows = await findPolicies(context.db, context.reader, existing(ids));
  return byKey(await context.show(rows, ofPolicy), ({ id }) => id);
});

/** Of the viewer alone. */
export const loadOwnPolicy = batched<Context, PolicyRow>(async (context, memberIds) => {
  const own = memberIds.filter((id) => id === context.viewer.memberId);
  return byKey(await findPoliciesOfHolders(context.db, own), ({ holderId }) => holderId);
});

export const loadHolder = batched<Context, PersonalData>((context, policyIds) =>
  showHolders(context.services, context.viewer, policyIds),
);

export const loadPeriod = batched<Context, PeriodRow>(async (context, ids) => {
  const rows = await findPeriods(context.db, context.reader, existing(ids));
  return byKey(await context.show(rows, ofPeriod), ({ id }) => id);
});

export const loadPeriodsOfPolicy = batched<
  Context,
  PeriodRow[],
  { readonly after: PeriodKey | null; readonly limit: number }
>(async (context, policyIds, page) => {
  const rows = await findPeriodsOfPolicies(context.db, context.reader, policyIds, page);
  return grouped(await context.show(rows, ofPeriod), ({ policyId }) => policyId);
});

export const loadCoverAt = batched<Context, PeriodRow, { readonly at: Date; readonly knownAt: Date }>(
  async (context, policyIds, axes) => {
    const rows = await findCoverAt(context.db, context.reader, policyIds, axes);
    return byKey(await context.show(rows, ofPeriod), ({ policyId }) => policyId);
  },
);

/** The viewer's own. */
export const loadPeriodOfPlan = batched<Context, PeriodRow>(async (context, planIds) => {
  const rows = await findPeriodsOfPlans(context.db, context.viewer.memberId, existing(planIds));
  return byKey(rows, ({ travelPlanId }) => travelPlanId);
});

export const loadHistory = batched<Context, BeliefRow[]>(async (context, periodIds) => {
  const rows = await findHistories(context.db, context.reader, periodIds);
  return grouped(
    rows.map(({ belief }) => belief),
    ({ periodId }) => periodId,
  );
});

export const loadAccessLog = batched<
  Context,
  ShownAccess[],
  { readonly after: AccessKey | null; readonly limit: number }
>(async (context, policyIds, page) => {
  const rows = await findAccessOfPolicies(context.db, context.reader, policyIds, page);
  return grouped(rows, ({ policyId }) => policyId);
});

const byKey = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row> =>
  new Map(rows.map((row) => [keyOf(row), row]));

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? [];
    groups.set(keyOf(row), group);
    group.push(row);
  }
  return groups;
}
