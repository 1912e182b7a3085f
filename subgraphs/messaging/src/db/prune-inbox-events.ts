import type { WriteDb } from '@moim/kit/db/database.ts';
import { sql } from 'drizzle-orm';

const defaultBatchSize = 1_000;

/**
 * In small transactions. The last row of each inbox stays: by the gap before it a reader with an old
 * cursor notices that rows are gone.
 */
export async function deleteInboxEventsBefore(
  db: WriteDb,
  before: Date,
  batchSize = defaultBatchSize,
): Promise<number> {
  for (let total = 0; ;) {
    const { rowCount } = await db.named('messaging.deleteInboxEventsBefore').execute(sql`
      delete from messaging.inbox_events where ctid = any(array(
        select event.ctid from messaging.inbox_events as event
        join messaging.inboxes as inbox on inbox.member_id = event.member_id
        where event.at < ${before.toISOString()}::timestamptz and event.seq < inbox.last_seq
        limit ${batchSize}))`);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) return total;
  }
}
