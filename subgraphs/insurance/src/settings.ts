import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { secret } from '@moim/kit/config/variables.ts';
import { z } from 'zod';

const variables = z.object({
  /** Korea asks for two years where driver's licences are processed; an operator may have to keep longer. */
  INSURANCE_ACCESS_LOG_YEARS: z
    .string()
    .regex(/^([1-9]|10)$/, 'must be a whole number from 1 to 10')
    .default('2'),
});

/** @throws {StartupError} naming the variable that is wrong */
export function accessLogYears(): number {
  return Number(readConfiguration(variables).INSURANCE_ACCESS_LOG_YEARS);
}

type SecretOf = ((variable: string) => string | null) | undefined;

/** @throws {StartupError} when it is missing or too short */
export const dataKey = (secretOf: SecretOf): string => required(secretOf, 'INSURANCE_DATA_KEY');

/** @throws {StartupError} when it is missing or too short */
export const callbackSecret = (secretOf: SecretOf): string => required(secretOf, 'INSURER_CALLBACK_SECRET');

function required(secretOf: SecretOf, variable: string): string {
  const value = secret.safeParse(secretOf?.(variable));
  if (!value.success) throw new StartupError(`${variable} must be set to at least 16 characters.`);
  return value.data;
}
