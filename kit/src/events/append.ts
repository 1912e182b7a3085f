import { sql, type SQL } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { inChildSpan } from '../trace/span.ts';
import { traceparentOf } from '../trace/traceparent.ts';
import type { EventContract } from './contract.ts';
import { hintRelay } from './relay-hints.ts';
import { shardOf } from './shard.ts';

export interface EventToAppend<Payload> {
  readonly contract: EventContract<Payload>;
  readonly id: string;
  readonly aggregateId: string;
  /** Taken under the aggregate's row lock, so that commit order is sequence order. */
  readonly aggregateSeq: number;
  readonly payload: Payload;
  readonly occurredAt: Date;
}

/**
 * Writes an outbox row in the caller's transaction and hints the relay after the commit.
 *
 * @throws {Error} what the contract's parser throws for a payload that breaks it; nothing is written
 */
export async function appendEvent<Payload>(
  tx: Tx,
  subgraph: string,
  { contract, id, aggregateId, aggregateSeq, occurredAt, ...event }: EventToAppend<Payload>,
): Promise<void> {
  const payload = JSON.stringify(contract.payload.parse(event.payload));
  await inOutboxSpan(subgraph, contract, () =>
    appendWithin(tx, subgraph, contract, async ({ insert }) => {
      const row = sql`SELECT ${id}::uuid, ${aggregateId}::text, ${aggregateSeq}::bigint,
        ${shardOf(aggregateId)}::smallint, ${payload}::jsonb, ${occurredAt.toISOString()}::timestamptz,
        ${traceparentOf()}::text`;
      await tx.named(`${subgraph}.appendEvent`).execute(insert(row));
    }),
  );
}

/** The rows say which trace wrote them, so that relay and consumers go on with it. */
const insertInto = (
  subgraph: string,
  { name, aggregateType }: Pick<EventContract<unknown>, 'name' | 'aggregateType'>,
  rows: SQL,
): SQL => sql`
  INSERT INTO ${sql.identifier(subgraph)}.outbox
    (event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at, traceparent)
  SELECT event.id, ${name}, ${aggregateType}, event.aggregate_id, event.aggregate_seq, event.shard,
    event.payload, event.occurred_at, event.traceparent
  FROM (${rows}) AS event (id, aggregate_id, aggregate_seq, shard, payload, occurred_at, traceparent)`;

/** Appends events in the statement that changes what they tell of. */
export interface Appending<Payload> {
  /**
   * The part of the statement that writes the rows.
   *
   * @param rows - a query of id, aggregate id and sequence, shard (from `shardOf`), payload, instant and traceparent
   *   of each event, those of one aggregate in its order
   */
  readonly insert: (rows: SQL) => SQL;
  /**
   * To be called with what was written, before the commit.
   *
   * @throws {Error} what the contract's parser throws for a payload that breaks it: then nothing may be committed
   */
  readonly check: (payloads: readonly Payload[]) => void;
}

/**
 * As {@link appendEvent}, where the statement that changes something writes the outbox rows, too. They may be of several
 * callers, each with a trace of its own, see {@link inOutboxSpan}.
 */
export function appendWithin<Payload, Result>(
  tx: Tx,
  subgraph: string,
  contract: EventContract<Payload>,
  change: (appending: Appending<Payload>) => Promise<Result>,
): Promise<Result> {
  tx.afterCommit(() => hintRelay(subgraph));
  return change({
    insert: (rows) => insertInto(subgraph, contract, rows),
    check: (payloads) => payloads.forEach((payload) => contract.payload.parse(payload)),
  });
}

/** What one caller does until an event of theirs is written; within it `traceparentOf()` is what its row is to say. */
export const inOutboxSpan = <Result>(
  subgraph: string,
  { name }: Pick<EventContract<unknown>, 'name'>,
  work: () => Promise<Result>,
): Promise<Result> =>
  inChildSpan(
    `outbox ${name}`,
    { kind: 'PRODUCER', attributes: { 'moim.subgraph': subgraph, 'moim.event': name } },
    work,
  );
