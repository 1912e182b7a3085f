import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findAccountByHandle } from '../db/credentials.ts';
import { accountAtAddressLimit, accountLimit } from '../domain/attempts.ts';
import { isHandle, normalizeHandle } from '../domain/handle.ts';
import { normalizePassword } from '../domain/password.ts';
import { passwordHasher } from '../ports/password-hasher.ts';
import { allowAttempt, forgetAttempts } from './allow-attempt.ts';
import { openSession } from './open-session.ts';
import type { SessionTokens } from './session-tokens.ts';

export interface LogIn {
  readonly handle: string;
  readonly password: string;
  /** Where the attempt comes from. */
  readonly address: string;
}

/**
 * Opens a session. Unknown handle and wrong password answer the same after the same work.
 *
 * @throws {UnauthenticatedError}
 * @throws {RateLimitedError} after too many attempts, or when too many passwords are being checked
 */
export async function logIn(
  services: Services,
  { handle, password, address }: LogIn,
): Promise<SessionTokens> {
  const name = normalizeHandle(handle);
  const attempts = [
    { subject: `account ${name} at ${address}`, limit: accountAtAddressLimit },
    { subject: `account ${name}`, limit: accountLimit },
  ];
  await allowAttempt(services, attempts);
  const account = isHandle(name) ? await findAccountByHandle(services.db.write, name) : null;
  const isRight = await passwordHasher.verify(account?.passwordHash ?? null, normalizePassword(password));
  services.log.info({ memberId: account?.memberId ?? null, address, isRight }, 'log-in');
  if (!account || !isRight) throw new UnauthenticatedError('Handle or password is wrong.');
  await forgetAttempts(services, attempts);
  return openSession(services, account.memberId);
}
