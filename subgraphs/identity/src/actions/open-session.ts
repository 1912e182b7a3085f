import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertRefreshToken } from '../db/refresh-tokens.ts';
import { findLiveSessions, insertSession } from '../db/sessions.ts';
import { sessionLifetimeMs, tokenExpiry } from '../domain/refresh.ts';
import { hashToken, newRefreshToken } from './refresh-secret.ts';
import type { SessionTokens } from './session-tokens.ts';

/**
 * Starts a session with its family of refresh tokens. The member's own row is not written.
 *
 * @throws {UnauthenticatedError} when the member withdrew meanwhile
 */
export async function openSession(services: Services, memberId: string): Promise<SessionTokens> {
  const createdAt = services.now();
  const expiresAt = new Date(createdAt.getTime() + sessionLifetimeMs);
  const sessionId = services.newId();
  const refreshToken = newRefreshToken();
  const refreshTokenExpiresAt = tokenExpiry(createdAt, expiresAt);
  return services.db.write.transaction(async (tx) => {
    await insertSession(tx, { id: sessionId, memberId, createdAt, expiresAt });
    const [viewer] = await findLiveSessions(tx, [sessionId], createdAt);
    if (!viewer) throw new UnauthenticatedError();
    await insertRefreshToken(tx, {
      tokenHash: hashToken(refreshToken),
      sessionId,
      expiresAt: refreshTokenExpiresAt,
    });
    return { viewer, refreshToken, refreshTokenExpiresAt };
  });
}
