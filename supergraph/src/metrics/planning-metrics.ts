import { type ProcessMetrics, unmeasured } from '@moim/kit/metrics/process-metrics.ts';
import type { PlanningObserver } from '../planning/planning-observer.ts';

/** From a thread that is free to one that a plan has taken until it was ended. */
const waitSeconds = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10];

export function planningMetrics(metrics: ProcessMetrics = unmeasured): PlanningObserver {
  let waiting = 0;
  metrics.gauge(
    { name: 'moim_plans_waiting', help: 'Operations that wait to be planned.', labels: [] },
    () => [[{}, waiting]],
  );
  const waited = metrics.histogram(
    { name: 'moim_plan_wait_seconds', help: 'Time that an operation waited to be planned.', labels: [] },
    waitSeconds,
  );
  const ends = metrics.counter({
    name: 'moim_planner_ends_total',
    help: 'Planning threads that ended, by why.',
    labels: ['reason'],
  });
  return {
    waiting: (change) => void (waiting += change),
    waited: (seconds) => waited({}, seconds),
    ended: (reason) => ends({ reason }),
  };
}
