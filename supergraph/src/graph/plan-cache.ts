import type { QueryPlan, QueryPlannerConfig } from '@apollo/query-planner';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';

type Cache = NonNullable<QueryPlannerConfig['cache']>;

/** Characters of plans that are kept. */
const maxCharacters = 30_000_000;

/** The gateway's plans, counted and timed: it asks, plans what is not there, and brings the plan. */
export function planCache({
  askedForPlan,
  planned,
}: Pick<SupergraphMetrics, 'askedForPlan' | 'planned'>): Cache {
  let plans = new BoundedCache<QueryPlan>(maxCharacters);
  const missedAtMs = new Map<string, number>();
  return {
    get: async (key) => {
      const plan = plans.get(key);
      askedForPlan(plan !== undefined);
      if (!plan) missedAtMs.set(key, performance.now());
      if (missedAtMs.size > maxMissed) missedAtMs.clear(); // of operations that cannot be planned
      return plan;
    },
    set: async (key, plan) => {
      const sinceMs = missedAtMs.get(key);
      missedAtMs.delete(key);
      if (sinceMs !== undefined) planned((performance.now() - sinceMs) / 1_000);
      plans.set(key, plan, JSON.stringify(plan).length);
    },
    delete: async () => false,
    clear: () => {
      plans = new BoundedCache(maxCharacters);
    },
  };
}

const maxMissed = 1_000;
