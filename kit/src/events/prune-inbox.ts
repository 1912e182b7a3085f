import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';
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
  const inbox = sql`${sql.identifier(subgraph)}.inbox`;
  for (let total = 0; ;) {
    // By place: the oldest rows lie at the front, and no index is kept for a job a day.
    const { rowCount } = await db.named(`${subgraph}.pruneInbox`).execute(sql`
      DELETE FROM ${inbox} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${inbox} WHERE handled_at < ${before.toISOString()}::timestamptz LIMIT ${batchSize}))`);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) return total;
  }
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
