import { sql, type SQL } from 'drizzle-orm';
import type { WriteDb } from './database.ts';

export interface Deletion {
  /** For logs and metrics, e.g. `messaging.pruneInbox`. */
  readonly statement: string;
  readonly table: SQL;
  readonly where: SQL;
  /** Rows of one transaction. */
  readonly batchSize: number;
}

/**
 * Deletes rows in small transactions, found by their place: the oldest lie at the front, and no index is kept for
 * a job.
 *
 * @returns how many went
 */
export async function deleteInBatches(
  db: WriteDb,
  { statement, table, where, batchSize }: Deletion,
): Promise<number> {
  for (let total = 0; ;) {
    const { rowCount } = await db.named(statement).execute(sql`
      DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${batchSize}))`);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) return total;
  }
}
