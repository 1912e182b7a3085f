import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import {
  findRefreshToken,
  insertRefreshToken,
  lockSessionOfToken,
  type StoredToken,
  useRefreshToken,
} from '../db/refresh-tokens.ts';
import { endSession, findLiveSessions } from '../db/sessions.ts';
import { judgeRefresh, tokenExpiry } from '../domain/refresh.ts';
import { hashToken, newSalt, successorOf } from './refresh-secret.ts';
import type { SessionTokens } from './session-tokens.ts';

type Successor = Omit<SessionTokens, 'viewer'>;

/**
 * Spends a refresh token and makes the next one of its family. A token that was spent moments ago
 * gets the same next one again; one that was spent earlier ends the whole family, because somebody
 * has a copy.
 *
 * @throws {UnauthenticatedError} the same for an unknown, expired, ended or reused token
 */
export async function refreshSession(services: Services, token: string): Promise<SessionTokens> {
  // The end of a family must be committed, so the refusal is thrown after the transaction.
  const tokens = await services.db.write.transaction((tx) => refresh(tx, services, token));
  if (!tokens) throw new UnauthenticatedError();
  return tokens;
}

async function refresh(tx: Tx, services: Services, token: string): Promise<SessionTokens | null> {
  const tokenHash = hashToken(token);
  if (!(await lockSessionOfToken(tx, tokenHash))) return null;
  const now = services.now();
  const stored = await findRefreshToken(tx, tokenHash);
  if (!stored) return null;
  const [viewer] = await findLiveSessions(tx, [stored.sessionId], now);
  if (!viewer) return null;
  const successor = await spend(tx, services, { token, stored, now });
  return successor && { viewer, ...successor };
}

interface Spending {
  readonly token: string;
  readonly stored: StoredToken;
  readonly now: Date;
}

async function spend(tx: Tx, services: Services, spending: Spending): Promise<Successor | null> {
  switch (judgeRefresh(spending.stored, spending.now)) {
    case 'ROTATE':
      return rotate(tx, spending);
    case 'REPEAT':
      return repeat(spending);
    case 'REUSED':
      await endFamily(tx, services, spending);
      return null;
    case 'OVER':
      return null;
  }
}

async function rotate(tx: Tx, { token, stored, now }: Spending): Promise<Successor> {
  const successorSalt = newSalt();
  const refreshToken = successorOf(token, successorSalt);
  const successorHash = hashToken(refreshToken);
  const refreshTokenExpiresAt = tokenExpiry(now, stored.session.expiresAt);
  await useRefreshToken(tx, hashToken(token), { at: now, successorSalt, successorHash });
  await insertRefreshToken(tx, {
    tokenHash: successorHash,
    sessionId: stored.sessionId,
    expiresAt: refreshTokenExpiresAt,
  });
  return { refreshToken, refreshTokenExpiresAt };
}

function repeat({ token, stored: { successorSalt, successorExpiresAt } }: Spending): Successor | null {
  if (!successorSalt || !successorExpiresAt) return null;
  return { refreshToken: successorOf(token, successorSalt), refreshTokenExpiresAt: successorExpiresAt };
}

async function endFamily(tx: Tx, { newId, log }: Services, { stored, now }: Spending): Promise<void> {
  const { sessionId, memberId } = stored;
  await endSession(tx, sessionId, { at: now, reason: 'REUSED' });
  const line = { actorId: null, action: 'REFRESH_TOKEN_REUSED', subjectId: memberId, detail: { sessionId } };
  await insertAuditLines(tx, [{ id: newId(), at: now, ...line }]);
  log.warn({ memberId, sessionId }, 'a refresh token was used twice; its session was ended');
}
