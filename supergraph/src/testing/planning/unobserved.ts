import { planningMetrics } from '../../metrics/planning-metrics.ts';

/** Of a planning thread that nobody measures. */
export const unobserved = planningMetrics();
