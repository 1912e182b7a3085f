import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';
import { deleteInBatches } from '../db/delete-in-batches.ts';
import type { JobHandler } from '../jobs/job-handler.ts';

/** As long as anything may be handed out again; afterwards the positions of aggregates refuse it alone. */
const retentionMs = 14 * 24 * 60 * 60_000;
const defaultBatchSize = 1_000;

/**
 * Forgets which events were taken before `before`, in small transactions. What waits among the dead
 * letters has no row here, and is not touched.
 *
 * @returns how many rows went
 */
export async function pruneInbox(
  db: WriteDb,
  subgraph: string,
  before: Date,
  batchSize = defaultBatchSize,
): Promise<number> {
  return deleteInBatches(db, {
    statement: `${subgraph}.pruneInbox`,
    table: sql`${sql.identifier(subgraph)}.inbox`,
    where: sql`handled_at < ${before.toISOString()}::timestamptz`,
    batchSize,
  });
}

/** Part of every subgraph that has jobs. */
export const pruneInboxJob = (subgraph: string): JobHandler => ({
  queue: `${subgraph}.prune-inbox`,
  cron: '37 2 * * *',
  handle: async (_, { db, now, log }) => {
    const pruned = await pruneInbox(db.write, subgraph, new Date(now().getTime() - retentionMs));
    log.info({ pruned }, 'forgot which events were taken long ago');
  },
});
