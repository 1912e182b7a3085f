import type { CombinedError } from '@urql/core';

/** The public code of a failed operation; NETWORK when nothing answered. */
export function codeOf(error: CombinedError): string {
  if (error.networkError) return 'NETWORK';
  return graphQLCodeOf(error.graphQLErrors[0]);
}

function graphQLCodeOf(error: CombinedError['graphQLErrors'][number] | undefined): string {
  const code = error?.extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL';
}

/** The places in the answer that are missing, e.g. `me.coverage`. */
export function pathsOf({ graphQLErrors }: CombinedError): readonly string[] {
  return graphQLErrors.flatMap(({ path }) => (path ? [path.join('.')] : []));
}

/** Codes of what passes by itself in a moment. */
const passing = new Set([
  'NETWORK',
  'BEHIND',
  'SUBGRAPH_UNAVAILABLE',
  'REPLICA_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'TIMED_OUT',
]);

export const isPassing = (code: string): boolean => passing.has(code);

/**
 * Whether asking again may bring more. `partsOf` is the place in the answer, e.g. `me.notifications`,
 * below which parts may be missing, '' for all of it; anything else where none may.
 */
export function isRetryable(error: CombinedError, partsOf: unknown): boolean {
  if (typeof partsOf !== 'string' || error.networkError) return isPassing(codeOf(error));
  return error.graphQLErrors.some(
    (one) => isPassing(graphQLCodeOf(one)) && !isBelow(one.path ?? [], partsOf),
  );
}

function isBelow(path: readonly (string | number)[], place: string): boolean {
  return path.length > 0 && (place === '' || path.join('.').startsWith(`${place}.`));
}
