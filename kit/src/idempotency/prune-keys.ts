import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { keptMs, tableOf } from './claim-key.ts';

const defaultBatchSize = 1_000;

/**
 * Forgets answers of before `before`, in small transactions.
 *
 * @returns how many went
 */
export async function pruneKeys(
  db: WriteDb,
  subgraph: string,
  before: Date,
  batchSize = defaultBatchSize,
): Promise<number> {
  const table = tableOf(subgraph);
  for (let total = 0; ;) {
    const { rowCount } = await db.named(`${subgraph}.pruneIdempotencyKeys`).execute(sql`
      DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${table} WHERE made_at <= ${before.toISOString()}::timestamptz LIMIT ${batchSize}))`);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) return total;
  }
}

/** Part of every subgraph that has jobs. */
export const pruneKeysJob = (subgraph: string): JobHandler => ({
  queue: `${subgraph}.prune-idempotency-keys`,
  cron: '11 * * * *',
  handle: async (_, { db, now, log }) => {
    const pruned = await pruneKeys(db.write, subgraph, new Date(now().getTime() - keptMs));
    log.info({ pruned }, 'forgot answers to requests with a key');
  },
});
