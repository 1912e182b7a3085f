import type { CombinedError } from '@urql/core';

/** The public code of a failed operation; NETWORK when nothing answered. */
export function codeOf(error: CombinedError): string {
  if (error.networkError) return 'NETWORK';
  const code = error.graphQLErrors[0]?.extensions?.['code'];
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

export const isRetryable = (error: CombinedError): boolean => isPassing(codeOf(error));
