import { shardCount } from '@moim/kit/events/contract.ts';
import type { Pool } from 'pg';

/** Keeps the real relays of a subgraph from leading, on a connection that is never given back. */
export async function holdRelayLocks(subgraph: string, pool: Pool): Promise<void> {
  const client = await pool.connect();
  for (let shard = 0; shard < shardCount; shard += 1)
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [
      `moim.relay.${subgraph}.${shard}`,
    ]);
}

/** Of a row in the outbox, and in the log. */
export const eventColumns =
  'event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at';
