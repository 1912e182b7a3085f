import { sql } from 'drizzle-orm';
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
  event: EventToAppend<Payload>,
): Promise<void> {
  const payload = JSON.stringify(event.contract.payload.parse(event.payload));
  const { name } = event.contract;
  const attributes = { 'moim.subgraph': subgraph, 'moim.event': name };
  const insert = () => insertIntoOutbox(tx, subgraph, event, payload);
  await inChildSpan(`outbox ${name}`, { kind: 'PRODUCER', attributes }, insert);
  tx.afterCommit(() => hintRelay(subgraph));
}

/** The row says which trace wrote it, so that relay and consumers go on with it. */
async function insertIntoOutbox<Payload>(
  tx: Tx,
  subgraph: string,
  { contract, id, aggregateId, aggregateSeq, occurredAt }: EventToAppend<Payload>,
  payload: string,
): Promise<void> {
  await tx.named(`${subgraph}.appendEvent`).execute(sql`
    INSERT INTO ${sql.identifier(subgraph)}.outbox
      (event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at, traceparent)
    VALUES (${id}, ${contract.name}, ${contract.aggregateType}, ${aggregateId}, ${aggregateSeq},
      ${shardOf(aggregateId)}, ${payload}::jsonb, ${occurredAt.toISOString()}::timestamptz, ${traceparentOf()})`);
}
