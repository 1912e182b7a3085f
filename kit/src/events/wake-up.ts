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
