import type { Services } from '@moim/kit/server/services.ts';
import { findRefreshToken } from '../db/refresh-tokens.ts';
import { endSession } from '../db/sessions.ts';
import { hashToken } from './refresh-secret.ts';

/** Ends the session that any token of the family belongs to; an unknown token changes nothing. */
export async function logOut(services: Services, token: string): Promise<void> {
  await services.db.write.transaction(async (tx) => {
    const stored = await findRefreshToken(tx, hashToken(token));
    if (stored) await endSession(tx, stored.sessionId, { at: services.now(), reason: 'LOGGED_OUT' });
  });
}
