import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';
import { deleteInBatches } from '../db/delete-in-batches.ts';
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
  return deleteInBatches(db, {
    statement: `${subgraph}.pruneIdempotencyKeys`,
    table: tableOf(subgraph),
    where: sql`made_at <= ${before.toISOString()}::timestamptz`,
    batchSize,
  });
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
