import { eq } from 'drizzle-orm';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import type { PaymentOutcome, TopUp, TopUpOrder, TopUpState } from '../domain/top-up.ts';
import { paymentEvents, topUps } from './tables.ts';

/** False when the id is taken. */
export async function insertTopUp(tx: Tx, order: TopUpOrder, provider: string, at: Date): Promise<boolean> {
  const inserted = await tx
    .named('identity.insertTopUp')
    .insert(topUps)
    .values({ ...order, provider, state: 'PENDING', requestedAt: at })
    .onConflictDoNothing()
    .returning({ id: topUps.id });
  return inserted.length === 1;
}

export async function findTopUp(db: ReadDb, id: string): Promise<TopUp | null> {
  const [row] = await db.named('identity.findTopUp').select().from(topUps).where(eq(topUps.id, id));
  return row ?? null;
}

/** Locked until the transaction ends. */
export async function lockTopUp(tx: Tx, id: string): Promise<TopUp | null> {
  const [row] = await tx
    .named('identity.lockTopUp')
    .select()
    .from(topUps)
    .where(eq(topUps.id, id))
    .for('no key update');
  return row ?? null;
}

export async function updateCheckout(
  tx: Tx,
  id: string,
  checkout: { readonly sessionId: string; readonly checkoutUrl: string },
): Promise<void> {
  await tx.named('identity.updateCheckout').update(topUps).set(checkout).where(eq(topUps.id, id));
}

export async function updateTopUpEnd(tx: Tx, id: string, state: TopUpState, endedAt: Date): Promise<void> {
  await tx
    .named('identity.updateTopUpEnd')
    .update(topUps)
    .set({ state, endedAt, checkoutUrl: null })
    .where(eq(topUps.id, id));
}

export interface HeardEvent {
  readonly provider: string;
  readonly eventId: string;
  readonly bodyDigest: string;
}

/** The digest of what was heard under this id before; null: nothing yet. Waits for one being heard. */
export async function findHeardEvent(db: ReadDb, { provider, eventId }: HeardEvent): Promise<string | null> {
  const [row] = await db
    .named('identity.findHeardEvent')
    .select({ bodyDigest: paymentEvents.bodyDigest, provider: paymentEvents.provider })
    .from(paymentEvents)
    .where(eq(paymentEvents.eventId, eventId));
  return row?.provider === provider ? row.bodyDigest : null;
}

/** False when it was heard before. */
export async function insertHeardEvent(
  tx: Tx,
  event: HeardEvent & { readonly outcome: PaymentOutcome; readonly receivedAt: Date },
): Promise<boolean> {
  const inserted = await tx
    .named('identity.insertHeardEvent')
    .insert(paymentEvents)
    .values(event)
    .onConflictDoNothing()
    .returning({ eventId: paymentEvents.eventId });
  return inserted.length === 1;
}
