import type { Tx } from '@moim/kit/db/database.ts';
import { auditLines } from './tables.ts';

export type AuditLine = typeof auditLines.$inferInsert;

/** Never changed or deleted afterwards: the table refuses it. */
export async function insertAuditLines(tx: Tx, lines: readonly AuditLine[]): Promise<void> {
  if (lines.length > 0)
    await tx
      .named('identity.insertAuditLines')
      .insert(auditLines)
      .values([...lines]);
}
