import { type PageArguments, toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findPublicPlans, type InstantKey } from '../db/plan-lists.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import { builder } from './builder.ts';
import { instantKey, toInstantKey } from './cursors.ts';
import { TravelPlan } from './plan-ref.ts';

export const TravelPlanConnection = builder.connectionObject(
  { type: TravelPlan, name: 'TravelPlanConnection', description: 'A page of plans.' },
  { name: 'TravelPlanConnectionEdge', description: 'A plan in a list.' },
);

/** A page of plans by what is newest; `read` gets one more than the page. */
export async function newestFirst<Row extends PlanRow>(
  args: PageArguments,
  read: (page: { after: InstantKey | null; limit: number }) => Promise<readonly Row[]>,
  keyOf: (plan: Row) => InstantKey,
) {
  const page = toPage(args);
  const plans = await read({ after: toInstantKey(page.after), limit: page.size + 1 });
  return toConnection<Row, PlanRow>(
    plans,
    page,
    (plan) => instantKey(keyOf(plan)),
    (plan) => plan,
  );
}

export const byPublication = ({ publishedAt, createdAt, id }: PlanRow): InstantKey => ({
  at: publishedAt ?? createdAt,
  id,
});

builder.queryField('publicPlans', (t) =>
  t.field({
    type: TravelPlanConnection,
    description: 'Public plans, the newest publication first.',
    args: forwardPage(t),
    resolve: (_, args, { db, viewer }) =>
      newestFirst(args, (page) => (viewer ? findPublicPlans(db, page) : Promise.resolve([])), byPublication),
  }),
);
