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

export function isRetryable(error: CombinedError): boolean {
  const code = codeOf(error);
  return code === 'NETWORK' || code === 'BEHIND' || code === 'SUBGRAPH_UNAVAILABLE';
}
