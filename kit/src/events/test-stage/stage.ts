import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import type { Services } from '../../server/services.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { testServices } from '../../testing/test-services.ts';
import { appendEvent } from '../append.ts';

const counterTouched = {
  name: 'stage.counter-touched.v1',
  aggregateType: 'counter',
  payload: z.strictObject({ counterId: z.string().min(1), seq: z.int().positive() }),
};

export interface Stage extends TestDatabase {
  readonly services: Services;
  /** The action of this stage: changes a counter and tells of it, in one transaction. */
  touch(counterId: string, beforeCommit?: (tx: Tx) => Promise<void>): Promise<number>;
  /** What a group's handler left behind, oldest first. */
  effects(group: string): Promise<{ eventId: string; counterId: string; seq: number }[]>;
  rows<Row extends Record<string, unknown>>(query: string): Promise<Row[]>;
}

/** A subgraph called `stage` that publishes to itself, on a database of its own. */
export async function openStage(): Promise<Stage> {
  const database = await createTestDatabase({
    subgraph: 'stage',
    migrations: new URL('./', import.meta.url),
  });
  const services = testServices(database.database);
  const rows = async <Row extends Record<string, unknown>>(query: string) =>
    (await database.pools.write.query<Row>(query)).rows;
  return {
    ...database,
    services,
    rows,
    touch: (counterId, beforeCommit) => touch(services, counterId, beforeCommit),
    effects: (group) =>
      rows(`select event_id as "eventId", counter_id as "counterId", seq::float8 as seq
            from stage.effects where consumer_group = '${group}' order by id`),
  };
}

function touch(
  services: Services,
  counterId: string,
  beforeCommit?: (tx: Tx) => Promise<void>,
): Promise<number> {
  return services.db.write.transaction(async (tx) => {
    const { rows } = await tx.named('stage.touch').execute<{ seq: number }>(sql`
      insert into stage.counters as held values (${counterId}, 1)
      on conflict (id) do update set seq = held.seq + 1 returning seq::float8 as seq`);
    const seq = rows[0]?.seq ?? 0;
    await appendEvent(tx, 'stage', {
      ...{ contract: counterTouched, id: services.newId(), aggregateId: counterId, aggregateSeq: seq },
      ...{ payload: { counterId, seq }, occurredAt: services.now() },
    });
    await beforeCommit?.(tx);
    return seq;
  });
}

/** The advisory locks that are held in the stage's database. */
export const heldLocks = `select pid from pg_locks where locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`;

/** Lets forty days pass for what is in the log, and for who reads it. */
export async function makeOld(stage: Stage): Promise<void> {
  await stage.rows(`update stage.event_log set logged_at = logged_at - interval '40 days'`);
  await stage.rows(`update stage.event_log_pruned set since = since - interval '40 days'`);
}
