import type { Tx } from '@moim/kit/db/database.ts';
import { auditLines } from './tables.ts';

export type AuditLine = typeof auditLines.$inferInsert;

export async function insertAuditLine(tx: Tx, line: AuditLine): Promise<void> {
  await tx.named('messaging.insertAuditLine').insert(auditLines).values(line);
}
