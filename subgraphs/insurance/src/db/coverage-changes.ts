import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import { coverageChanges, policies } from './tables.ts';

export async function insertChange(tx: Tx, change: typeof coverageChanges.$inferInsert): Promise<void> {
  await tx.named('insurance.insertChange').insert(coverageChanges).values(change);
}

/** 0 for a member without a policy. */
export async function findCoverageSeq(db: ReadDb, memberId: string): Promise<number> {
  const [row] = await db
    .named('insurance.findCoverageSeq')
    .select({ seq: policies.lastSeq })
    .from(policies)
    .where(eq(policies.holderId, memberId));
  return row?.seq ?? 0;
}

export interface CoverageChange {
  readonly seq: number;
  readonly periodId: string;
}

/** Ascending, at most `limit`. */
export function findChangesAfter(
  db: ReadDb,
  memberId: string,
  afterSeq: number,
  limit: number,
): Promise<CoverageChange[]> {
  return db
    .named('insurance.findChangesAfter')
    .select({ seq: coverageChanges.seq, periodId: coverageChanges.periodId })
    .from(coverageChanges)
    .innerJoin(policies, eq(policies.id, coverageChanges.policyId))
    .where(and(eq(policies.holderId, memberId), gt(coverageChanges.seq, afterSeq)))
    .orderBy(asc(coverageChanges.seq))
    .limit(limit);
}
