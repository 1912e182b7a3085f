import { type ObserveOperation, operationMetrics } from '@moim/kit/metrics/operation-metrics.ts';
import type { PlanningObserver } from '../planning/planning-observer.ts';
import { planningMetrics } from './planning-metrics.ts';
import { type ProcessMetrics, unmeasured } from '@moim/kit/metrics/process-metrics.ts';

/** What the parts of the supergraph tell, each in one call. */
export interface SupergraphMetrics {
  readonly observe: ObserveOperation;
  /** An operation that was neither planned nor run, by the limit that it exceeds. */
  readonly refused: (rule: string) => void;
  readonly planned: (seconds: number) => void;
  readonly planning: PlanningObserver;
  readonly askedForPlan: (isKnown: boolean) => void;
  /** An operation of which a client let parts come later: whether they did, or the planner could not. */
  readonly deferred: (isInParts: boolean) => void;
  /** The time of an operation was over before this subgraph had answered its part. */
  readonly late: (subgraph: string) => void;
  /** A stream that was ended because its client read too slowly. */
  readonly slow: () => void;
  /** A stream that missed what happened while its connection was lost: no cursor says where it was. */
  readonly missed: () => void;
}

/** From a plan of one fetch to one that the planner's limits refuse. */
const planSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5];

export function supergraphMetrics(metrics: ProcessMetrics = unmeasured): SupergraphMetrics {
  const counter = (name: string, help: string, labels: readonly string[] = []) =>
    metrics.counter({ name, help, labels });
  const refusals = counter('moim_refusals_total', 'Operations beyond a limit, by the limit.', ['rule']);
  const plans = counter('moim_plan_lookups_total', 'Plans asked of the cache, by what came of it.', [
    'result',
  ]);
  const planTime = metrics.histogram(
    { name: 'moim_plan_duration_seconds', help: 'Time to plan an operation.', labels: [] },
    planSeconds,
  );
  const deferrals = counter('moim_deferred_operations_total', 'Operations with @defer, by how they came.', [
    'answer',
  ]);
  const late = counter('moim_deadlines_passed_total', 'Requests given up for want of time.', ['subgraph']);
  const slow = counter('moim_slow_consumers_total', 'Streams ended because their client read too slowly.');
  const gaps = counter('moim_resume_gaps_total', 'Streams that came back without what they had missed.');
  return {
    observe: operationMetrics(metrics, 'supergraph'),
    refused: (rule) => refusals({ rule }),
    planned: (seconds) => planTime({}, seconds),
    planning: planningMetrics(metrics),
    askedForPlan: (isKnown) => plans({ result: isKnown ? 'hit' : 'miss' }),
    deferred: (isInParts) => deferrals({ answer: isInParts ? 'parts' : 'whole' }),
    late: (subgraph) => late({ subgraph }),
    slow: () => slow({}),
    missed: () => gaps({}),
  };
}
