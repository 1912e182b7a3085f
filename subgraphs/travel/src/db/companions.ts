import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { eq, sql } from 'drizzle-orm';
import { planCompanions } from './tables.ts';

/** Companions of plans that the caller has read with the viewer's right, by member id. */
export function findCompanions(db: ReadDb, planIds: readonly string[]) {
  return db
    .named('travel.findCompanions')
    .select()
    .from(planCompanions)
    .where(sql`${planCompanions.planId} = any(${idList(planIds)})`)
    .orderBy(planCompanions.planId, planCompanions.memberId);
}

/** The caller holds the plan's lock, or has just made it. */
export async function replaceCompanions(tx: Tx, planId: string, memberIds: readonly string[]): Promise<void> {
  await tx.named('travel.deleteCompanions').delete(planCompanions).where(eq(planCompanions.planId, planId));
  if (memberIds.length === 0) return;
  await tx
    .named('travel.insertCompanions')
    .insert(planCompanions)
    .values(memberIds.map((memberId) => ({ planId, memberId })));
}

export async function findCompanionIds(db: ReadDb, planId: string): Promise<string[]> {
  const rows = await findCompanions(db, [planId]);
  return rows.map(({ memberId }) => memberId);
}
