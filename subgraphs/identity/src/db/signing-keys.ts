import { desc, gt, isNull, or } from 'drizzle-orm';
import type { JWK } from 'jose';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { signingKeys } from './tables.ts';

export type SigningKey = typeof signingKeys.$inferSelect;
export type NewSigningKey = Omit<SigningKey, 'retiredAt'>;

export async function findActiveSigningKey(db: ReadDb): Promise<SigningKey | null> {
  const [row] = await db
    .named('identity.findActiveSigningKey')
    .select()
    .from(signingKeys)
    .where(isNull(signingKeys.retiredAt));
  return row ?? null;
}

/** The active key's public part first, then those retired after `retiredSince`. */
export async function findPublicKeys(db: ReadDb, retiredSince: Date): Promise<JWK[]> {
  const rows = await db
    .named('identity.findPublicKeys')
    .select({ publicJwk: signingKeys.publicJwk })
    .from(signingKeys)
    .where(or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, retiredSince)))
    .orderBy(desc(signingKeys.createdAt));
  return rows.map(({ publicJwk }) => publicJwk);
}

/** Does nothing when another process made the active key meanwhile. */
export async function insertSigningKey(tx: Tx, key: NewSigningKey): Promise<void> {
  await tx.named('identity.insertSigningKey').insert(signingKeys).values(key).onConflictDoNothing();
}

export async function retireSigningKeys(tx: Tx, at: Date): Promise<void> {
  await tx
    .named('identity.retireSigningKeys')
    .update(signingKeys)
    .set({ retiredAt: at })
    .where(isNull(signingKeys.retiredAt));
}
