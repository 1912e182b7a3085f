import type { Tx } from '@moim/kit/db/database.ts';
import { eq, sql } from 'drizzle-orm';
import { announcements } from './tables.ts';

/** False when the plan was announced before: followers are told once. */
export async function insertAnnouncement(tx: Tx, planId: string, at: Date): Promise<boolean> {
  const inserted = await tx
    .named('travel.insertAnnouncement')
    .insert(announcements)
    .values({ planId, requestedAt: at })
    .onConflictDoNothing()
    .returning({ planId: announcements.planId });
  return inserted.length === 1;
}

export interface OpenAnnouncement {
  readonly planId: string;
  readonly authorId: string;
  /** Whether followers still may see the plan. */
  readonly isShown: boolean;
  readonly toldUpTo: string | null;
}

/** Locked; null when it has ended. */
export async function lockAnnouncement(tx: Tx, planId: string): Promise<OpenAnnouncement | null> {
  const { rows } = await tx.named('travel.lockAnnouncement').execute<{
    [K in keyof OpenAnnouncement]: OpenAnnouncement[K];
  }>(sql`
    select announcement.plan_id as "planId", plan.author_id as "authorId",
      announcement.told_up_to as "toldUpTo", plan.audience in ('FOLLOWERS', 'PUBLIC') as "isShown"
    from travel.announcements as announcement join travel.plans as plan on plan.id = announcement.plan_id
    where announcement.plan_id = ${planId}::uuid and announcement.ended_at is null
    for update of announcement`);
  return rows[0] ?? null;
}

export async function updateAnnouncement(
  tx: Tx,
  planId: string,
  change: { readonly toldUpTo?: string; readonly endedAt?: Date },
): Promise<void> {
  await tx
    .named('travel.updateAnnouncement')
    .update(announcements)
    .set(change)
    .where(eq(announcements.planId, planId));
}
