import { and, eq, isNull } from 'drizzle-orm';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { credentials, members } from './tables.ts';

export interface Account {
  readonly memberId: string;
  readonly handle: string;
  readonly passwordHash: string;
}

const account = { memberId: members.id, handle: members.handle, passwordHash: credentials.passwordHash };

/** Null for an unknown handle and for somebody who withdrew. */
export async function findAccountByHandle(db: ReadDb, handle: string): Promise<Account | null> {
  const [row] = await db
    .named('identity.findAccountByHandle')
    .select(account)
    .from(members)
    .innerJoin(credentials, eq(credentials.memberId, members.id))
    .where(and(eq(members.handle, handle), isNull(members.withdrawnAt)));
  return row ?? null;
}

export async function findAccount(db: ReadDb, memberId: string): Promise<Account | null> {
  const [row] = await db
    .named('identity.findAccount')
    .select(account)
    .from(members)
    .innerJoin(credentials, eq(credentials.memberId, members.id))
    .where(and(eq(members.id, memberId), isNull(members.withdrawnAt)));
  return row ?? null;
}

export async function insertCredentials(tx: Tx, memberId: string, passwordHash: string): Promise<void> {
  await tx.named('identity.insertCredentials').insert(credentials).values({ memberId, passwordHash });
}

export async function deleteCredentials(tx: Tx, memberId: string): Promise<void> {
  await tx.named('identity.deleteCredentials').delete(credentials).where(eq(credentials.memberId, memberId));
}
