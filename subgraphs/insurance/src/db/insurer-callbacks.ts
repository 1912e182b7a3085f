import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { eq, sql } from 'drizzle-orm';
import type { CallbackOutcome } from '../domain/callback.ts';
import { insurerCallbacks, quarantinedCallbacks } from './tables.ts';

export type CallbackRow = typeof insurerCallbacks.$inferSelect;
export type NewCallback = typeof insurerCallbacks.$inferInsert;

/** Locks what was heard under this id before; null: nothing. */
export async function lockCallback(tx: Tx, eventId: string): Promise<CallbackRow | null> {
  const [row] = await tx
    .named('insurance.lockCallback')
    .select()
    .from(insurerCallbacks)
    .where(eq(insurerCallbacks.eventId, eventId))
    .for('update');
  return row ?? null;
}

/** False when another delivery was faster. */
export async function insertCallback(tx: Tx, callback: NewCallback): Promise<boolean> {
  const inserted = await tx
    .named('insurance.insertCallback')
    .insert(insurerCallbacks)
    .values(callback)
    .onConflictDoNothing()
    .returning({ eventId: insurerCallbacks.eventId });
  return inserted.length === 1;
}

export async function countDelivery(tx: Tx, eventId: string): Promise<void> {
  await tx
    .named('insurance.countDelivery')
    .update(insurerCallbacks)
    .set({ deliveries: sql`${insurerCallbacks.deliveries} + 1` })
    .where(eq(insurerCallbacks.eventId, eventId));
}

export async function settleCallback(
  tx: Tx,
  eventId: string,
  { outcome, settledAt }: { readonly outcome: CallbackOutcome; readonly settledAt: Date },
): Promise<void> {
  await tx
    .named('insurance.settleCallback')
    .update(insurerCallbacks)
    .set({ outcome, settledAt })
    .where(eq(insurerCallbacks.eventId, eventId));
}

/** Those whose policy and period are there by now, oldest first. */
export async function findSettleable(db: ReadDb, limit: number): Promise<string[]> {
  const { rows } = await db.named('insurance.findSettleable').execute<{ eventId: string }>(sql`
    select callback.event_id as "eventId"
    from insurance.insurer_callbacks as callback
    join insurance.coverage_periods as period on period.id = callback.period_id
    join insurance.policies as policy
      on policy.id = period.policy_id and policy.number = callback.policy_number
    where callback.outcome = 'PARKED'
    order by callback.received_at
    limit ${limit}`);
  return rows.map(({ eventId }) => eventId);
}

export async function quarantine(tx: Tx, callback: typeof quarantinedCallbacks.$inferInsert): Promise<void> {
  await tx
    .named('insurance.quarantineCallback')
    .insert(quarantinedCallbacks)
    .values(callback)
    .onConflictDoNothing();
}
