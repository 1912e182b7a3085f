import type { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { shardCount } from '@moim/kit/events/contract.ts';

/**
 * The mistake: the outbox is read behind the highest id seen so far, though ids are drawn before
 * commit, so that a slower transaction's row is passed by. Holds the locks of the real relay.
 */
export async function relayByCursor(subgraph: string, pool: Pool): Promise<void> {
  const client = await pool.connect();
  for (let shard = 0; shard < shardCount; shard += 1)
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [
      `moim.relay.${subgraph}.${shard}`,
    ]);
  void moveForever(subgraph, pool);
}

async function moveForever(subgraph: string, pool: Pool): Promise<never> {
  let cursor = 0;
  for (;;) {
    const { rows } = await pool.query<{ cursor: number | null }>(moveSql(subgraph), [cursor]);
    cursor = rows[0]?.cursor ?? cursor;
    await sleep(2);
  }
}

const columns = 'event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at';

const moveSql = (subgraph: string): string => `
  with read as (
    select id, ${columns} from ${subgraph}.outbox where id > $1 order by id limit 500
  ), logged as (
    insert into ${subgraph}.event_log (pos, ${columns})
    select coalesce((select max(pos) from ${subgraph}.event_log log where log.shard = read.shard), 0)
      + row_number() over (partition by shard order by id), ${columns} from read
  ), deleted as (
    delete from ${subgraph}.outbox where id in (select id from read)
  )
  select max(id)::float8 as cursor from read`;
