import type { FormattedExecutionResult } from 'graphql';
import type { Charge } from '../limits/charge.ts';
import type { Entered } from './door.ts';

/** What a client is told of a result: nothing of the executor's own, and what the operation cost. */
export function answerTo(
  { charge, complete }: Pick<Entered, 'charge' | 'complete'>,
  result: FormattedExecutionResult,
): FormattedExecutionResult {
  const { errors, data } = complete(result);
  return { ...(errors && { errors }), ...(data !== undefined && { data }), ...costOf(charge) };
}

/** `extensions.cost`; nothing where nobody is charged. */
export const costOf = (charge: Charge | null): Pick<FormattedExecutionResult, 'extensions'> =>
  charge ? { extensions: { cost: charge } } : {};
