import { z } from 'zod';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import type { EffortLimits } from './effort-limits.ts';

const units = z
  .string()
  .regex(/^\d{1,12}$/, 'must be a whole number')
  .transform(Number);

/** What an operator says of reading documents; documented in docs/limits.md. */
export const effortVariables = { EFFORT_BUCKET: units.optional(), EFFORT_PER_SECOND: units.optional() };

type Read = z.output<z.ZodObject<typeof effortVariables>>;

/** @throws {StartupError} for what never comes back */
export function toEffortLimits(read: Read, defaults: EffortLimits): EffortLimits {
  const bucket = read.EFFORT_BUCKET ?? defaults.atOnce;
  const perSecond = read.EFFORT_PER_SECOND ?? defaults.perSecond;
  if (perSecond === 0) throw new StartupError('EFFORT_PER_SECOND must be at least 1.');
  return { atOnce: bucket === 0 ? Infinity : bucket, perSecond };
}
