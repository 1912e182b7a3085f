import type { EventObserver } from '../events/event-observer.ts';
import type { ProcessMetrics } from './process-metrics.ts';

/** From an idle poll to what an operator is called for. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300];

/** How late the events of one subgraph are in its log and with its groups, and how often one fails. */
export function eventMetrics(metrics: ProcessMetrics, subgraph: string): EventObserver {
  const relayed = metrics.histogram(
    {
      name: 'moim_relay_lag_seconds',
      help: 'From what happened to its event in the log.',
      labels: ['subgraph'],
    },
    seconds,
  );
  const handled = metrics.histogram(
    {
      name: 'moim_group_lag_seconds',
      help: 'From what happened to its effect in a group.',
      labels: ['subgraph', 'group'],
    },
    seconds,
  );
  const failed = metrics.counter({
    name: 'moim_event_failures_total',
    help: 'Failed attempts to handle an event, by what follows.',
    labels: ['subgraph', 'group', 'outcome'],
  });
  return {
    relayed: (late) => relayed({ subgraph }, late),
    handled: (group, late) => handled({ subgraph, group }, late),
    failed: (group, outcome) => failed({ subgraph, group, outcome }),
  };
}
