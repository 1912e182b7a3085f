import { sql } from 'drizzle-orm';
import type { Lsn } from './lsn.ts';

/** Rows on their way through a stream, with where the primary's log stood when they had been read. */
const places = new WeakMap<object, Lsn>();

/**
 * Where the log stands, as a column of a statement that reads the primary: at or behind everything that the statement
 * sees, since that was committed before it began.
 */
export const logPlace = sql`pg_current_wal_insert_lsn()::text`;

/** @param lsn - from {@link logPlace} of the statement that read it */
export function carryPlace<Row extends object>(row: Row, lsn: Lsn): Row {
  places.set(row, lsn);
  return row;
}

export const carriedPlace = (row: unknown): Lsn | null =>
  typeof row === 'object' && row !== null ? (places.get(row) ?? null) : null;
