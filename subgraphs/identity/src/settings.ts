import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defaultIssuer } from '@moim/kit/auth/access-token-verifier.ts';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { webOrigins } from '@moim/kit/config/variables.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';

export interface IdentitySettings {
  /** `iss` of the access tokens. */
  readonly issuer: string;
  /** Sign-ups and log-ins from one address in five minutes; behind a shared proxy it must be high. */
  readonly attemptsPerAddress: number;
  readonly payments: PaymentSettings;
  /** Other origins of the same site whose pages are ours too. */
  readonly webOrigins: readonly string[];
}

export type PaymentSettings =
  | { readonly provider: 'sandbox'; readonly secret: string }
  | {
      readonly provider: 'stripe';
      readonly secretKey: string;
      readonly webhookSecret: string;
      readonly returnUrl: string;
    };

const variables = z.object({
  MOIM_ISSUER: z.string().default(defaultIssuer),
  MOIM_AUTH_ATTEMPTS_PER_ADDRESS: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a whole number from 1 to 9999999')
    .default('300'),
  WEB_ORIGINS: webOrigins,
  PAYMENT_PROVIDER: z.enum(['sandbox', 'stripe']).default('sandbox'),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  /** Where the browser returns to from the provider's page. */
  PAYMENT_RETURN_URL: z.url().default('http://localhost:4000/wallet'),
  /** Only when several processes of identity share the sandbox. */
  PAYMENT_SANDBOX_SECRET: z.string().min(16).optional(),
});

/** @throws {StartupError} naming the variable that is wrong */
export function readSettings(): IdentitySettings {
  const read = readConfiguration(variables);
  const { MOIM_ISSUER: issuer, MOIM_AUTH_ATTEMPTS_PER_ADDRESS: attempts, WEB_ORIGINS: webOrigins } = read;
  return { issuer, attemptsPerAddress: Number(attempts), payments: paymentSettings(read), webOrigins };
}

function paymentSettings(read: z.output<typeof variables>): PaymentSettings {
  if (read.PAYMENT_PROVIDER === 'sandbox')
    return { provider: 'sandbox', secret: read.PAYMENT_SANDBOX_SECRET ?? randomBytes(32).toString('hex') };
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = read;
  if (!secretKey) throw new StartupError('PAYMENT_PROVIDER is stripe, but STRIPE_SECRET_KEY is not set.');
  if (!webhookSecret)
    throw new StartupError('PAYMENT_PROVIDER is stripe, but STRIPE_WEBHOOK_SECRET is not set.');
  return { provider: 'stripe', secretKey, webhookSecret, returnUrl: read.PAYMENT_RETURN_URL };
}
