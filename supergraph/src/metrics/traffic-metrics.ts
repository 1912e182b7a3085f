import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import type { GuardedConnection } from '../execution/guard-connection.ts';
import type { TrafficObserver } from '../execution/traffic-observer.ts';

/** What stands between the plans and the subgraphs, counted. */
export function trafficMetrics(metrics: ProcessMetrics): TrafficObserver {
  const counter = (name: string, help: string, ...labels: string[]) =>
    metrics.counter({ name, help, labels: ['subgraph', ...labels] });
  const refusals = counter('moim_subgraph_refusals_total', 'Requests that were not sent, by why.', 'reason');
  const openings = counter('moim_breaker_openings_total', 'Times that a subgraph was taken for gone.');
  const retries = counter('moim_subgraph_retries_total', 'Reads that failed and may be repeated.', 'result');
  const shared = counter('moim_shared_reads_total', 'Reads answered by an equal one that was under way.');
  return {
    refused: (subgraph, reason) => refusals({ subgraph, reason }),
    opened: (subgraph) => openings({ subgraph }),
    retried: (subgraph, isSent) => retries({ subgraph, result: isSent ? 'sent' : 'refused' }),
    shared: (subgraph) => shared({ subgraph }),
  };
}

/** Requests of all subgraphs, read when somebody scrapes. */
export function watchTraffic(metrics: ProcessMetrics, connections: () => readonly GuardedConnection[]): void {
  const labels = ['subgraph', 'state'];
  metrics.gauge({ name: 'moim_subgraph_requests', help: 'Requests that run or wait.', labels }, () =>
    connections().flatMap(({ name: subgraph, load }) => [
      [{ subgraph, state: 'running' }, load.running],
      [{ subgraph, state: 'waiting' }, load.waiting],
    ]),
  );
}
