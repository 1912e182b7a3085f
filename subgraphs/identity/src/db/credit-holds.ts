import { and, asc, eq, lte } from 'drizzle-orm';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import type { CreditHold, DeclineReason, HoldEnd } from '../domain/credit-hold.ts';
import { creditHolds } from './tables.ts';

export interface NewHold extends Omit<CreditHold, 'state'> {
  /** Null: it is open. */
  readonly declined: DeclineReason | null;
  readonly at: Date;
}

/** False when the id is taken: the same hold was asked for before. */
export async function insertHold(tx: Tx, { declined, at, ...hold }: NewHold): Promise<boolean> {
  const inserted = await tx
    .named('identity.insertHold')
    .insert(creditHolds)
    .values({
      ...hold,
      ...(declined ? { state: 'DECLINED', reason: declined, endedAt: at } : { state: 'OPEN' }),
      placedAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: creditHolds.id });
  return inserted.length === 1;
}

export async function isHoldKnown(db: ReadDb, id: string): Promise<boolean> {
  const count = await db.named('identity.isHoldKnown').$count(creditHolds, eq(creditHolds.id, id));
  return count > 0;
}

/** Locked until the transaction ends; whoever also moves credits does so afterwards. */
export async function lockHold(tx: Tx, id: string): Promise<CreditHold | null> {
  const [row] = await tx
    .named('identity.lockHold')
    .select()
    .from(creditHolds)
    .where(eq(creditHolds.id, id))
    .for('no key update');
  return row ?? null;
}

/** The caller holds the lock of an open one. */
export async function updateHoldEnd(tx: Tx, id: string, end: HoldEnd, endedAt: Date): Promise<void> {
  await tx
    .named('identity.updateHoldEnd')
    .update(creditHolds)
    .set({ ...end, endedAt })
    .where(eq(creditHolds.id, id));
}

/** Ids of open holds whose time is over, at most `limit`, the oldest first. */
export async function findExpiredHolds(db: ReadDb, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .named('identity.findExpiredHolds')
    .select({ id: creditHolds.id })
    .from(creditHolds)
    .where(and(eq(creditHolds.state, 'OPEN'), lte(creditHolds.holdUntil, now)))
    .orderBy(asc(creditHolds.holdUntil))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Ids of the member's open holds, ascending: the order in which they are locked. */
export async function findOpenHoldsOf(db: ReadDb, memberId: string): Promise<string[]> {
  const rows = await db
    .named('identity.findOpenHoldsOf')
    .select({ id: creditHolds.id })
    .from(creditHolds)
    .where(and(eq(creditHolds.memberId, memberId), eq(creditHolds.state, 'OPEN')))
    .orderBy(asc(creditHolds.id));
  return rows.map(({ id }) => id);
}
