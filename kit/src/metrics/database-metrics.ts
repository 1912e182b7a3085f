import type { OpenDatabase } from '../db/open-database.ts';
import type { Replicated } from '../db/database.ts';
import type { ReadObserver } from '../db/replicas/read-observer.ts';
import type { ProcessMetrics, Reading } from './process-metrics.ts';

/** Where the reads of one subgraph went. */
export function readMetrics(metrics: ProcessMetrics, subgraph: string): ReadObserver {
  const reads = metrics.counter({
    name: 'moim_reads_total',
    help: 'Statements of the application that a replica may serve, by where they went.',
    labels: ['subgraph', 'target', 'statement'],
  });
  const fallbacks = metrics.counter({
    name: 'moim_read_fallbacks_total',
    help: 'Reads that went to the primary because no replica was fresh enough, or one failed.',
    labels: ['subgraph', 'reason'],
  });
  return {
    onRead: (target, statement) => reads({ subgraph, target, statement }),
    onFallback: (reason) => fallbacks({ subgraph, reason }),
  };
}

/** The pools of one subgraph, read when somebody scrapes. */
export function watchPools(metrics: ProcessMetrics, subgraph: string, pools: OpenDatabase['pools']): void {
  const labels = ['subgraph', 'use'];
  const each = (count: 'totalCount' | 'idleCount' | 'waitingCount') => (): Reading[] =>
    (['read', 'write'] as const).map((use) => [{ subgraph, use }, pools[use][count]]);
  const name = (what: string) => `moim_pool_${what}`;
  metrics.gauge(
    { name: name('connections'), help: 'Connections to the database that are open.', labels },
    each('totalCount'),
  );
  metrics.gauge(
    { name: name('idle_connections'), help: 'Open connections that nobody uses.', labels },
    each('idleCount'),
  );
  metrics.gauge(
    { name: name('waiting_requests'), help: 'Requests that wait for a connection.', labels },
    each('waitingCount'),
  );
}

/** The worst of the replicas; nothing while none answers. */
export function watchReplicas(metrics: ProcessMetrics, subgraph: string, lagOf: Replicated['lag']): void {
  const labels = ['subgraph'];
  const worst = (of: 'lagMs' | 'lagBytes', scale: number) => (): Reading[] => {
    const lag = lagOf();
    return lag ? [[{ subgraph }, lag[of] * scale]] : [];
  };
  metrics.gauge(
    { name: 'moim_replica_lag_seconds', help: 'How late the slowest replica replays.', labels },
    worst('lagMs', 1 / 1_000),
  );
  metrics.gauge(
    { name: 'moim_replica_lag_bytes', help: 'Of the log that the slowest replica has not replayed.', labels },
    worst('lagBytes', 1),
  );
}
