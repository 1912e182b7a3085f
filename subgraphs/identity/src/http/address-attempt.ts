import type { Attempt } from '../actions/allow-attempt.ts';
import type { IdentitySettings } from '../settings.ts';

/** Sign-ups and log-ins from one address, whatever the account. */
export const addressAttempt = (address: string, { attemptsPerAddress }: IdentitySettings): Attempt => ({
  subject: `address ${address}`,
  limit: { windowMs: 300_000, max: attemptsPerAddress },
});
