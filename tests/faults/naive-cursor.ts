import type { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventColumns, holdRelayLocks } from './relay-locks.ts';

/**
 * The mistake: the outbox is read behind the highest id seen so far, though ids are drawn before
 * commit, so that a slower transaction's row is passed by. Holds the locks of the real relay.
 */
export async function relayByCursor(subgraph: string, pool: Pool): Promise<void> {
  await holdRelayLocks(subgraph, pool);
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

const moveSql = (subgraph: string): string => `
  with read as (
    select id, ${eventColumns} from ${subgraph}.outbox where id > $1 order by id limit 500
  ), logged as (
    insert into ${subgraph}.event_log (pos, ${eventColumns})
    select coalesce((select max(pos) from ${subgraph}.event_log log where log.shard = read.shard), 0)
      + row_number() over (partition by shard order by id), ${eventColumns} from read
  ), deleted as (
    delete from ${subgraph}.outbox where id in (select id from read)
  )
  select max(id)::float8 as cursor from read`;
