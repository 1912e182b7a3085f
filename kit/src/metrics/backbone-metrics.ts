import type { WriteDb } from '../db/database.ts';
import { type BackboneReading, readBackbone } from './backbone-reading.ts';
import type { ProcessMetrics, Reading } from './process-metrics.ts';

/** Milliseconds that one reading serves, however often and for how many metrics somebody asks. */
const keptForMs = 5_000;
/** Milliseconds that a scrape waits for the database. */
const patienceMs = 1_000;

interface BackboneMetric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (reading: BackboneReading) => readonly Reading[];
}

const backboneMetrics: readonly BackboneMetric[] = [
  {
    ...{ name: 'moim_outbox_events', help: 'Events that are not in the log yet.', labels: [] },
    read: ({ outboxEvents }) => [[{}, outboxEvents]],
  },
  {
    ...{ name: 'moim_outbox_oldest_seconds', help: 'Age of the oldest of them; 0 for none.', labels: [] },
    read: ({ outboxOldestSeconds }) => [[{}, outboxOldestSeconds]],
  },
  {
    ...{ name: 'moim_log_position_events', help: 'Events in the log, of all shards.', labels: [] },
    read: ({ logPosition }) => [[{}, logPosition]],
  },
  {
    name: 'moim_log_overdue_seconds',
    help: 'How much longer the oldest event of the log is kept than it has to be, since a group has not taken it.',
    labels: [],
    read: ({ logOverdueSeconds }) => [[{}, logOverdueSeconds]],
  },
  {
    name: 'moim_log_confirmed_events',
    help: 'Events of the log that a group has confirmed; what is beyond is kept for it.',
    labels: ['reader', 'group'],
    read: ({ readers }) => readers.map(({ reader, group, position }) => [{ reader, group }, position]),
  },
  {
    name: 'moim_group_position_events',
    help: 'Events of a source that a group is done with; the lag is what its log has beyond.',
    labels: ['group', 'source'],
    read: ({ groups }) => groups.map(({ group, source, position }) => [{ group, source }, position]),
  },
  {
    name: 'moim_dead_letters',
    help: 'Events that are set aside, by what they wait for.',
    labels: ['group', 'status'],
    read: ({ letters }) => letters.map(({ group, status, count }) => [{ group, status }, count]),
  },
  {
    name: 'moim_dead_letter_actions',
    help: 'What operators did to dead letters, and how many had their effect afterwards.',
    labels: ['action'],
    read: ({ actions }) => actions.map(({ action, count }) => [{ action }, count]),
  },
  {
    ...{ name: 'moim_jobs', help: 'Jobs that wait, run or failed for good.', labels: ['queue', 'state'] },
    read: ({ jobs }) => jobs.map(({ queue, state, count }) => [{ queue, state }, count]),
  },
];

/** Outbox, log, groups, dead letters and jobs of one subgraph, read when somebody scrapes. */
export function watchBackbone(
  metrics: ProcessMetrics,
  subgraph: string,
  db: WriteDb,
  keepEventsMs: number,
): void {
  const reading = kept(() => readBackbone(db, subgraph, keepEventsMs));
  for (const { name, help, labels, read } of backboneMetrics)
    metrics.gauge({ name, help, labels: ['subgraph', ...labels] }, async () =>
      read(await reading()).map(([values, value]) => [{ subgraph, ...values }, value] as const),
    );
}

/** One reading for everybody who asks within its time; none that takes too long. */
function kept<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let latest: { readonly value: Promise<Value>; readonly atMs: number } | undefined;
  return () => {
    const nowMs = performance.now();
    if (!latest || nowMs - latest.atMs > keptForMs) latest = { value: within(read()), atMs: nowMs };
    return latest.value;
  };
}

function within<Value>(work: Promise<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  const timer = setTimeout(() => reject(new Error('the database did not answer a scrape')), patienceMs);
  void work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}
