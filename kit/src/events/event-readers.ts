import { sql } from 'drizzle-orm';
import type { ReadDb, WriteDb } from '../db/database.ts';

/** A group that a publisher keeps events for. */
export interface EventReader {
  /** The subgraph that reads, e.g. `messaging`. */
  readonly reader: string;
  readonly group: string;
  /** Events of the log that it has not confirmed. */
  readonly behind: number;
  /** When its subgraph last spoke of it, which it does twice an hour. */
  readonly confirmedAt: Date;
}

/** How long a reader must have been silent before it may be forgotten, in hours: as long as one that has gone is kept. */
export const silentHours = 6;

/** For whom a publisher keeps events, the furthest behind first. */
export async function findEventReaders(db: ReadDb, publisher: string): Promise<readonly EventReader[]> {
  const schema = sql.identifier(publisher);
  const { rows } = await db.named(`${publisher}.findEventReaders`).execute<{
    reader: string;
    group: string;
    behind: number;
    confirmedAt: string | Date;
  }>(sql`
      SELECT reader, consumer_group AS "group", max(confirmed_at) AS "confirmedAt",
        sum(greatest(0, coalesce((SELECT max(log.pos) FROM ${schema}.event_log AS log
          WHERE log.shard = held.shard), 0) - pos))::float8 AS behind
      FROM ${schema}.event_log_readers AS held
      GROUP BY 1, 2 ORDER BY behind DESC, 1, 2`);
  return rows.map((row) => ({ ...row, confirmedAt: new Date(row.confirmedAt) }));
}

/**
 * Keeps nothing for a subgraph any more, which was taken out for good. Should it come back, it stands with
 * `EventsPrunedError` as soon as something has gone.
 *
 * @returns the groups of it that are forgotten; none where it spoke within {@link silentHours}, of whichever group
 */
export async function forgetEventReader(
  db: WriteDb,
  publisher: string,
  reader: string,
): Promise<readonly string[]> {
  const { rows } = await db.named(`${publisher}.forgetEventReader`).execute<{ group: string }>(sql`
      DELETE FROM ${sql.identifier(publisher)}.event_log_readers
      WHERE reader = ${reader} AND NOT EXISTS (
        SELECT FROM ${sql.identifier(publisher)}.event_log_readers AS spoke WHERE spoke.reader = ${reader}
          AND spoke.confirmed_at > clock_timestamp() - make_interval(hours => ${silentHours}))
      RETURNING consumer_group AS "group"`);
  return [...new Set(rows.map(({ group }) => group))].toSorted();
}
