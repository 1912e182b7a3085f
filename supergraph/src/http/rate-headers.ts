import type { ServerResponse } from 'node:http';
import type { Charge } from '../limits/charge.ts';

/** As draft-ietf-httpapi-ratelimit-headers had them when clients learned to read them; units are points. */
export const rateHeaders = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'] as const;

/**
 * Says what is left, and in how many seconds everything is back.
 *
 * @param charge - null where nobody is charged: nothing is said
 * @param retryAfterSeconds - for what was refused
 */
export function sayRate(response: ServerResponse, charge: Charge | null, retryAfterSeconds?: number): void {
  if (!charge) return;
  const values = valuesOf(charge);
  rateHeaders.forEach((name, index) => response.setHeader(name, String(values[index])));
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
}

/** The same as names and values in turn, for who writes all headers at once. */
export const rateHeadersOf = (charge: Charge | null): string[] => {
  if (!charge) return [];
  const values = valuesOf(charge);
  return rateHeaders.flatMap((name, index) => [name, String(values[index])]);
};

function valuesOf({ maximumPoints, remainingPoints, restoreRate }: Charge): readonly number[] {
  return [maximumPoints, remainingPoints, Math.ceil((maximumPoints - remainingPoints) / restoreRate)];
}
