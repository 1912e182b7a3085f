/** What a published event must satisfy. Declared in `schema/contracts/<subgraph>.ts`. */
export interface EventContract<Payload> {
  /** `<subgraph>.<noun-verbed>.v<n>`, e.g. `identity.member-removed.v1`. */
  readonly name: string;
  /** Kind of thing whose events are kept in order, e.g. `membership`. */
  readonly aggregateType: string;
  readonly payload: { parse(input: unknown): Payload };
}

/** One event as it stands in its publisher's log. */
export interface LoggedEvent {
  /** UUIDv7, made by the publisher; the key of every inbox. */
  readonly id: string;
  readonly name: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** 1, 2, 3 … within the aggregate, without a gap: consumers get every event of an aggregate. */
  readonly aggregateSeq: number;
  /** 0 ≤ shard < shardCount; all events of an aggregate share one. */
  readonly shard: number;
  /** Gapless position within (publisher, shard), from 1. */
  readonly pos: number;
  readonly payload: unknown;
  readonly occurredAt: Date;
  /** Position of the event in front of it, where those between were pruned; absent: `pos` less one. */
  readonly follows?: number | undefined;
  /** W3C traceparent of what wrote the event; absent where nobody traced. */
  readonly traceparent?: string | null | undefined;
}

/** Leaders, cursors and order are per shard. Fixed: changing it would move aggregates. */
export const shardCount = 8;
