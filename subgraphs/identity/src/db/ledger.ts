import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { entriesOf, type TransferKind, walletChangeOf } from '../domain/ledger.ts';
import { creditEntries, creditTransfers, wallets } from './tables.ts';

export interface NewTransfer {
  readonly id: string;
  readonly memberId: string;
  readonly kind: TransferKind;
  readonly amount: number;
  readonly purpose: string;
  readonly purposeId: string | null;
  /** One cause, one transfer. */
  readonly cause: string;
  readonly at: Date;
}

/** The wallet after a transfer. */
export interface WalletState {
  readonly balance: number;
  readonly held: number;
  readonly seq: number;
}

/**
 * Moves credits and writes the entries; takes the wallet's lock. Null when less is available than the
 * transfer takes: the condition is part of the UPDATE, so that nobody spends in between.
 */
export async function insertTransfer(tx: Tx, transfer: NewTransfer): Promise<WalletState | null> {
  await insertWallet(tx, transfer.memberId);
  const wallet = await moveInWallet(tx, transfer);
  if (!wallet) return null;
  const { balance: balanceAfter, held: heldAfter, seq } = wallet;
  await tx
    .named('identity.insertTransfer')
    .insert(creditTransfers)
    .values({ ...transfer, seq, balanceAfter, heldAfter });
  await tx
    .named('identity.insertEntries')
    .insert(creditEntries)
    .values(
      entriesOf(transfer.kind, transfer.amount).map((entry) => ({ transferId: transfer.id, ...entry })),
    );
  return wallet;
}

async function insertWallet(tx: Tx, memberId: string): Promise<void> {
  await tx.named('identity.insertWallet').insert(wallets).values({ memberId }).onConflictDoNothing();
}

async function moveInWallet(tx: Tx, { memberId, kind, amount }: NewTransfer): Promise<WalletState | null> {
  const change = walletChangeOf(kind, amount);
  const spends = kind === 'HOLD' ? amount : 0;
  const [row] = await tx
    .named('identity.moveInWallet')
    .update(wallets)
    .set({
      balance: sql`${wallets.balance} + ${change.balance}`,
      held: sql`${wallets.held} + ${change.held}`,
      lastSeq: sql`${wallets.lastSeq} + 1`,
    })
    .where(and(eq(wallets.memberId, memberId), sql`${wallets.balance} - ${wallets.held} >= ${spends}`))
    .returning({ balance: wallets.balance, held: wallets.held, seq: wallets.lastSeq });
  return row ?? null;
}

export interface WalletRow {
  readonly memberId: string;
  readonly balance: number;
  readonly held: number;
}

/** Nothing on it when nothing ever moved. */
export async function findWallet(db: ReadDb, memberId: string): Promise<WalletRow> {
  const [row] = await db
    .named('identity.findWallet')
    .select({ memberId: wallets.memberId, balance: wallets.balance, held: wallets.held })
    .from(wallets)
    .where(eq(wallets.memberId, memberId));
  return row ?? { memberId, balance: 0, held: 0 };
}

export type TransferRow = typeof creditTransfers.$inferSelect;

/** The member's transfers before `beforeSeq`, the last one first. */
export function findTransfers(
  db: ReadDb,
  memberId: string,
  beforeSeq: number | null,
  limit: number,
): Promise<TransferRow[]> {
  return db
    .named('identity.findTransfers')
    .select()
    .from(creditTransfers)
    .where(
      and(
        eq(creditTransfers.memberId, memberId),
        beforeSeq === null ? undefined : lt(creditTransfers.seq, beforeSeq),
      ),
    )
    .orderBy(desc(creditTransfers.seq))
    .limit(limit);
}
