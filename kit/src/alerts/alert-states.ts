import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import type { AlertState } from './decide-alert.ts';

type StateRow = Omit<AlertState, 'lastToldAt'> & { readonly lastToldAtMs: number | null };

/** What was told of a kind of trouble; until the transaction ends nobody else decides about it. */
export async function lockAlertState(tx: Tx, subgraph: string, kind: string): Promise<AlertState> {
  const { rows } = await tx.named(`${subgraph}.lockAlertState`).execute<
    StateRow & Record<string, unknown>
  >(sql`
    INSERT INTO ${sql.identifier(subgraph)}.operator_alerts AS held (kind) VALUES (${kind})
    ON CONFLICT (kind) DO UPDATE SET is_open = held.is_open
    RETURNING is_open AS "isOpen", told_count AS "toldCount",
      (extract(epoch FROM last_told_at) * 1000)::float8 AS "lastToldAtMs"`);
  const [row] = rows;
  if (!row) throw new Error('an upsert answers its row');
  const { isOpen, toldCount, lastToldAtMs } = row;
  return { isOpen, toldCount, lastToldAt: lastToldAtMs === null ? null : new Date(lastToldAtMs) };
}

/** Takes the place of what was known of the alert; the caller's transaction decides whether it was told. */
export async function saveAlertState(
  tx: Tx,
  subgraph: string,
  kind: string,
  { isOpen, toldCount, lastToldAt }: AlertState,
): Promise<void> {
  await tx.named(`${subgraph}.saveAlertState`).execute(sql`
    UPDATE ${sql.identifier(subgraph)}.operator_alerts SET is_open = ${isOpen}, told_count = ${toldCount},
      last_told_at = ${lastToldAt?.toISOString() ?? null}::timestamptz
    WHERE kind = ${kind}`);
}
