import { z } from 'zod';
import { defaultIssuer } from '@moim/kit/auth/access-token-verifier.ts';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';

export interface IdentitySettings {
  /** `iss` of the access tokens. */
  readonly issuer: string;
  /** Sign-ups and log-ins from one address in five minutes; behind a shared proxy it must be high. */
  readonly attemptsPerAddress: number;
}

const variables = z.object({
  MOIM_ISSUER: z.string().default(defaultIssuer),
  MOIM_AUTH_ATTEMPTS_PER_ADDRESS: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a whole number from 1 to 9999999')
    .default('300'),
});

/** @throws {StartupError} naming the variable that is wrong */
export function readSettings(): IdentitySettings {
  const { MOIM_ISSUER: issuer, MOIM_AUTH_ATTEMPTS_PER_ADDRESS: attempts } = readConfiguration(variables);
  return { issuer, attemptsPerAddress: Number(attempts) };
}
