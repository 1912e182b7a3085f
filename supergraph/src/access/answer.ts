import type { FormattedExecutionResult } from 'graphql';
import type { Charge } from '../limits/charge.ts';
import type { Entered } from './entered.ts';
import { explainNulls, mayKnowWhy, type NullCause } from './explain-nulls.ts';

type Answering = Pick<Entered, 'caller' | 'charge' | 'complete'>;

/**
 * What a client is told of a result: nothing of the executor's own, what the operation cost, and where its nulls come
 * from when they may know.
 *
 * @param causes - of what is null in the result
 */
export function answerTo(
  { caller, charge, complete }: Answering,
  result: FormattedExecutionResult,
  causes: readonly NullCause[] = [],
): FormattedExecutionResult {
  const denied: NullCause[] = [];
  const isOwner = mayKnowWhy(caller.identity);
  const { errors, data } = complete(result, isOwner ? { onDenied: (cause) => void denied.push(cause) } : {});
  const nulls = isOwner ? explainNulls(data, [...causes, ...denied]) : [];
  const extensions = { ...costOf(charge).extensions, ...(nulls.length > 0 && { nulls }) };
  return {
    ...(errors && { errors }),
    ...(data !== undefined && { data }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

/** `extensions.cost`; nothing where nobody is charged. */
export const costOf = (charge: Charge | null): Pick<FormattedExecutionResult, 'extensions'> =>
  charge ? { extensions: { cost: charge } } : {};
