import type { ProcessMetrics } from '../metrics/process-metrics.ts';
import type { ReadinessCheck } from '../server/health.ts';

/** `refusing`: it answers and takes nothing, e.g. because its memory is full. */
export type RedisState = 'ready' | 'refusing' | 'away';

/** Null without a Redis. */
export type RedisStateOf = (() => RedisState) | null;

/** Nothing waits for Redis, so neither keeps anybody away: `/readyz` says `degraded` and which. */
export function redisReadiness(stateOf: RedisStateOf): readonly ReadinessCheck[] {
  if (!stateOf) return [];
  const unlike = (name: string, state: RedisState): ReadinessCheck => ({
    name,
    isOptional: true,
    isReady: () => Promise.resolve(stateOf() !== state),
  });
  return [unlike('redis', 'away'), unlike('redis writes', 'refusing')];
}

/** Without a Redis there are no values. */
export function watchRedis(metrics: ProcessMetrics, stateOf: RedisStateOf): void {
  metrics.gauge(
    { name: 'moim_redis_up', help: '1 while Redis answers this process, else 0.', labels: [] },
    () => (stateOf ? [[{}, stateOf() === 'away' ? 0 : 1]] : []),
  );
  metrics.gauge(
    {
      name: 'moim_redis_refuses_writes',
      help: '1 while Redis answers and takes nothing, e.g. because it is full.',
      labels: [],
    },
    () => (stateOf ? [[{}, stateOf() === 'refusing' ? 1 : 0]] : []),
  );
}
