import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { maxRangeDays } from '../domain/limits.ts';
import type { RangeMs } from './loaders.ts';

/** @throws {InvalidInputError} for a range that ends before it begins, or is wider than we read at once */
export function toRangeMs({ from, until }: { from: Date; until: Date }, field = 'until'): RangeMs {
  const fromMs = from.getTime();
  const untilMs = until.getTime();
  if (untilMs <= fromMs) throw new InvalidInputError(field, 'A range ends after it begins.');
  if (untilMs - fromMs > maxRangeDays * 86_400_000 + 7_200_000)
    throw new InvalidInputError(field, `At most ${maxRangeDays} days are read at once.`);
  return { fromMs, untilMs };
}
