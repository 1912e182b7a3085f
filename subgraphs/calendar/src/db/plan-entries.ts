import type { Tx } from '@moim/kit/db/database.ts';
import { sql } from 'drizzle-orm';

export type PlanEntry = {
  readonly planId: string;
  readonly eventId: string | null;
  readonly status: 'CREATED' | 'REFUSED' | 'CANCELLED';
};

/** What was answered to a publication, with its lock; null when nothing was yet. */
export async function lockPlanEntry(tx: Tx, publicationId: string): Promise<PlanEntry | null> {
  const { rows } = await tx.named('calendar.lockPlanEntry').execute<PlanEntry>(sql`
    select plan_id as "planId", event_id as "eventId", status from calendar.plan_entries
    where publication_id = ${publicationId} for update`);
  return rows[0] ?? null;
}

export async function savePlanEntry(
  tx: Tx,
  publicationId: string,
  { planId, eventId, status, at }: PlanEntry & { readonly at: Date },
): Promise<void> {
  await tx.named('calendar.savePlanEntry').execute(sql`
    insert into calendar.plan_entries (publication_id, plan_id, event_id, status, at)
    values (${publicationId}, ${planId}, ${eventId}, ${status}, ${at.toISOString()}::timestamptz)
    on conflict (publication_id) do update set status = excluded.status, at = excluded.at`);
}
