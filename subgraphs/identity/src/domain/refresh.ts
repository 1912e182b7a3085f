const dayMs = 86_400_000;

/** A session that is not used for this long is over (OWASP ASVS 5.0, 7.3.1). */
export const idleLifetimeMs = 14 * dayMs;
/** However often it is used, a session ends after this long (ASVS 7.3.2). */
export const sessionLifetimeMs = 90 * dayMs;
/** Two tabs that refresh at the same moment, or an answer that was lost, get the same successor. */
export const graceMs = 10_000;

/** A refresh token as it stands in its family. */
export interface PresentedToken {
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  /** The token made from it was used in turn. */
  readonly isSuccessorUsed: boolean;
  readonly session: { readonly expiresAt: Date; readonly endedAt: Date | null };
}

/**
 * - `ROTATE`: the newest of its family, makes the next one.
 * - `REPEAT`: was used moments ago and nothing happened since: the same next one again.
 * - `REUSED`: somebody has a copy: the whole family ends.
 * - `OVER`: nothing to do any more.
 */
export type RefreshVerdict = 'ROTATE' | 'REPEAT' | 'REUSED' | 'OVER';

/** A repeat never opens a second branch, so a thief and the owner meet at the latest one rotation later. */
export function judgeRefresh(token: PresentedToken, now: Date): RefreshVerdict {
  const { session, usedAt } = token;
  if (session.endedAt || session.expiresAt <= now || token.expiresAt <= now) return 'OVER';
  if (!usedAt) return 'ROTATE';
  const isWithinGrace = now.getTime() - usedAt.getTime() <= graceMs;
  return isWithinGrace && !token.isSuccessorUsed ? 'REPEAT' : 'REUSED';
}

/** When a token made now stops working: never later than its session. */
export function tokenExpiry(now: Date, sessionExpiresAt: Date): Date {
  return new Date(Math.min(now.getTime() + idleLifetimeMs, sessionExpiresAt.getTime()));
}
