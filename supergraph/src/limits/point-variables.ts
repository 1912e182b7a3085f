import { z } from 'zod';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import type { PointLimits } from './point-limits.ts';

const points = z
  .string()
  .regex(/^\d{1,12}$/, 'must be a whole number')
  .transform(Number);

/** What an operator says of points; documented in docs/limits.md. */
export const pointVariables = {
  POINTS_PER_OPERATION: points.optional(),
  POINTS_BUCKET: points.optional(),
  POINTS_PER_SECOND: points.optional(),
};

type Read = z.output<z.ZodObject<typeof pointVariables>>;

/** @throws {StartupError} for limits that no operation, or nobody, could ever keep to */
export function toPointLimits(read: Read, defaults: PointLimits): PointLimits {
  const bucket = read.POINTS_BUCKET ?? defaults.bucket;
  const perSecond = read.POINTS_PER_SECOND ?? defaults.perSecond;
  const perOperation = read.POINTS_PER_OPERATION ?? defaults.perOperation;
  if (perSecond === 0) throw new StartupError('POINTS_PER_SECOND must be at least 1.');
  if (bucket === 0) return { perOperation, bucket, perSecond };
  if (read.POINTS_PER_OPERATION !== undefined && perOperation > bucket)
    throw new StartupError('POINTS_PER_OPERATION must not exceed POINTS_BUCKET: nobody could pay for it.');
  return { perOperation: Math.min(perOperation, bucket), bucket, perSecond };
}
