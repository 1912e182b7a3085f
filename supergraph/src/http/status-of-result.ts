import type { FormattedExecutionResult } from 'graphql';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';

/** The HTTP status of an answer: without data nothing was run, and its error says whose fault that is. */
export function statusOfResult(result: FormattedExecutionResult): number {
  if ('data' in result) return 200;
  const code = result.errors?.[0]?.extensions?.['code'];
  const known = Object.entries(publicCodes).find(([name]) => name === code);
  return known ? known[1].httpStatus : publicCodes.INTERNAL.httpStatus;
}
