import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, eq, sql } from 'drizzle-orm';
import { likes } from './tables.ts';

/** Which of the plans the viewer likes. */
export async function findLikedPlanIds(db: ReadDb, memberId: string, planIds: readonly string[]) {
  const rows = await db
    .named('travel.findLikedPlanIds')
    .select({ planId: likes.planId })
    .from(likes)
    .where(and(eq(likes.memberId, memberId), sql`${likes.planId} = any(${idList(planIds)})`));
  return rows.map(({ planId }) => planId);
}

/** Row and counter in one statement, which counts what it wrote. The caller holds the plan's lock. */
export async function insertLike(tx: Tx, planId: string, memberId: string, at: Date): Promise<void> {
  await tx.named('travel.insertLike').execute(sql`
    with added as (
      insert into travel.likes (plan_id, member_id, created_at)
      values (${planId}::uuid, ${memberId}::uuid, ${at.toISOString()}::timestamptz)
      on conflict do nothing returning plan_id)
    update travel.plans as plan set like_count = like_count + 1 from added where plan.id = added.plan_id`);
}

/** The caller holds the plan's lock. */
export async function deleteLike(tx: Tx, planId: string, memberId: string): Promise<void> {
  await tx.named('travel.deleteLike').execute(sql`
    with removed as (
      delete from travel.likes where plan_id = ${planId}::uuid and member_id = ${memberId}::uuid
      returning plan_id)
    update travel.plans as plan set like_count = like_count - 1 from removed where plan.id = removed.plan_id`);
}
