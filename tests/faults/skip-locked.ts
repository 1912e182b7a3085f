import type { Pool, PoolClient } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventColumns, holdRelayLocks } from './relay-locks.ts';

/** How long each relay takes over what it claimed: none, and more and more. */
const relayPausesMs = [0, 20, 40, 60];

/**
 * The mistake: several relays share one queue, each passing by what another holds, so that two events
 * of one aggregate are told in the order in which their relays finish. Holds the locks of the real relay.
 */
export async function relaySkippingLocked(subgraph: string, pool: Pool): Promise<void> {
  await holdRelayLocks(subgraph, pool);
  for (const pauseMs of relayPausesMs) void moveForever(subgraph, pool, pauseMs);
}

async function moveForever(subgraph: string, pool: Pool, pauseMs: number): Promise<never> {
  const client = await pool.connect();
  for (;;) {
    await client.query('begin');
    await moveSome(subgraph, client, pauseMs);
    await client.query('commit');
    await sleep(2);
  }
}

async function moveSome(subgraph: string, client: PoolClient, pauseMs: number): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `select id from ${subgraph}.outbox order by id limit 3 for update skip locked`,
  );
  if (rows.length === 0) return;
  await sleep(pauseMs);
  // Positions are drawn one relay at a time, as a stream would number what is added to it.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `faults.positions.${subgraph}`,
  ]);
  await client.query(moveSql(subgraph), [rows.map(({ id }) => id)]);
}

const moveSql = (subgraph: string): string => `
  with claimed as (
    delete from ${subgraph}.outbox where id = any($1::bigint[]) returning id, ${eventColumns}
  )
  insert into ${subgraph}.event_log (pos, ${eventColumns})
  select coalesce((select max(pos) from ${subgraph}.event_log log where log.shard = claimed.shard), 0)
    + row_number() over (partition by shard order by id), ${eventColumns} from claimed`;
