import type { BusMessage } from '../live/bus.ts';
import { wakeUpFor } from '../live/traced-wake-up.ts';
import type { LoggedEvent } from './contract.ts';

/** Bus topic of one aggregate; its messages are `{ seq }`, the highest sequence now in the log. */
export function wakeUpTopic(aggregateType: string, aggregateId: string): string {
  return `${aggregateType}:${aggregateId}`;
}

/** Bus topic of a publisher's whole log; its messages are `{ shard, pos }`, the shard's new head. */
export function logTopic(subgraph: string): string {
  return `event-log:${subgraph}`;
}

/** Bus topic of a subgraph's outbox; a message says that another process has written to it. */
export function outboxTopic(subgraph: string): string {
  return `outbox:${subgraph}`;
}

type Landed = Pick<
  LoggedEvent,
  'shard' | 'pos' | 'aggregateType' | 'aggregateId' | 'aggregateSeq' | 'traceparent'
>;

/**
 * What is told of events that came into a log together: one message a topic is enough, for later ones say all that
 * earlier ones did.
 *
 * @param landed - in the order of their positions
 */
export function wakeUps(subgraph: string, landed: readonly Landed[]): readonly [string, BusMessage][] {
  const byTopic = Map.groupBy(landed, ({ aggregateType, aggregateId }) =>
    wakeUpTopic(aggregateType, aggregateId),
  );
  const heads = new Map(landed.map(({ shard, pos }) => [shard, pos]));
  return [
    ...[...byTopic].map(([topic, events]): [string, BusMessage] => [topic, wakeUpFor(events.map(tracedRow))]),
    ...[...heads].map(([shard, pos]): [string, BusMessage] => [logTopic(subgraph), { shard, pos }]),
  ];
}

const tracedRow = ({ aggregateSeq, traceparent = null }: Landed) => ({ seq: aggregateSeq, traceparent });
