import { eq, lt, sql } from 'drizzle-orm';
import type { Tx, WriteDb } from '@moim/kit/db/database.ts';
import { refreshTokens, sessions } from './tables.ts';

export interface StoredToken {
  readonly sessionId: string;
  readonly memberId: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly successorSalt: Buffer | null;
  readonly successorExpiresAt: Date | null;
  readonly isSuccessorUsed: boolean;
  readonly session: { readonly expiresAt: Date; readonly endedAt: Date | null };
}

export async function insertRefreshToken(
  tx: Tx,
  token: { tokenHash: Buffer; sessionId: string; expiresAt: Date },
): Promise<void> {
  await tx.named('identity.insertRefreshToken').insert(refreshTokens).values(token);
}

/** Locks the token's session first: one family changes by one request at a time. */
export async function lockSessionOfToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx
    .named('identity.lockSessionOfToken')
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      sql`${sessions.id} = (select ${refreshTokens.sessionId} from ${refreshTokens} where ${refreshTokens.tokenHash} = ${tokenHash})`,
    )
    .for('no key update');
  return rows.length > 0;
}

/** As it stands now; a separate statement from the lock, so that it sees what the lock waited for. */
export async function findRefreshToken(tx: Tx, tokenHash: Buffer): Promise<StoredToken | null> {
  const [row] = await tx
    .named('identity.findRefreshToken')
    .select({
      sessionId: refreshTokens.sessionId,
      memberId: sessions.memberId,
      expiresAt: refreshTokens.expiresAt,
      usedAt: refreshTokens.usedAt,
      successorSalt: refreshTokens.successorSalt,
      successorExpiresAt: sql`successor.expires_at`.mapWith(refreshTokens.expiresAt),
      isSuccessorUsed: sql<boolean>`successor.used_at is not null`,
      session: { expiresAt: sessions.expiresAt, endedAt: sessions.endedAt },
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .leftJoin(sql`${refreshTokens} as successor`, sql`successor.token_hash = ${refreshTokens.successorHash}`)
    .where(eq(refreshTokens.tokenHash, tokenHash));
  return row ?? null;
}

/** Spent from now on; the salt of its own predecessor is forgotten, which makes a repeat impossible. */
export async function useRefreshToken(
  tx: Tx,
  tokenHash: Buffer,
  { at, successorSalt, successorHash }: { at: Date; successorSalt: Buffer; successorHash: Buffer },
): Promise<void> {
  await tx.named('identity.useRefreshToken').execute(sql`
    update ${refreshTokens} set
      used_at = case when token_hash = ${tokenHash} then ${at.toISOString()}::timestamptz else used_at end,
      successor_salt = case when token_hash = ${tokenHash} then ${successorSalt}::bytea end,
      successor_hash = case when token_hash = ${tokenHash} then ${successorHash}::bytea else successor_hash end
    where token_hash = ${tokenHash} or successor_hash = ${tokenHash}`);
}

/** Tokens that had expired before; an expired one is refused whether it is known or not. */
export async function deleteExpiredTokens(db: WriteDb, before: Date): Promise<void> {
  await db
    .named('identity.deleteExpiredTokens')
    .delete(refreshTokens)
    .where(lt(refreshTokens.expiresAt, before));
}
