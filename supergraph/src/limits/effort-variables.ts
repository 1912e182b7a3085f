import { z } from 'zod';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { defaultConnectionsPerAddress, type EffortLimits } from './effort-limits.ts';

const units = z
  .string()
  .regex(/^\d{1,12}$/, 'must be a whole number')
  .transform(Number);

/** What an operator says of reading documents; documented in docs/limits.md. */
export const effortVariables = { EFFORT_BUCKET: units.optional(), EFFORT_PER_SECOND: units.optional() };

/** How many connections one address may have; 0: any number. */
export const connectionsVariable = { CONNECTIONS_PER_ADDRESS: units.optional() };

/** @param defaultMost - where the operator does not say */
export const toConnections = (
  { CONNECTIONS_PER_ADDRESS: most }: z.output<z.ZodObject<typeof connectionsVariable>>,
  defaultMost: number = defaultConnectionsPerAddress,
): number => (most === 0 ? Infinity : (most ?? defaultMost));

type Read = z.output<z.ZodObject<typeof effortVariables>>;

/** @throws {StartupError} for what never comes back */
export function toEffortLimits(read: Read, defaults: EffortLimits): EffortLimits {
  const bucket = read.EFFORT_BUCKET ?? defaults.atOnce;
  const perSecond = read.EFFORT_PER_SECOND ?? defaults.perSecond;
  if (perSecond === 0) throw new StartupError('EFFORT_PER_SECOND must be at least 1.');
  return { atOnce: bucket === 0 ? Infinity : bucket, perSecond };
}
