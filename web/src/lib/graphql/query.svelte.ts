import { type AnyVariables, createRequest, type TypedDocumentNode } from '@urql/core';
import { untrack } from 'svelte';
import { graph } from './client.ts';
import { codeOf, pathsOf } from './errors.ts';

interface Request<Data, Variables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  /**
   * Rather some parts of this place in the answer at once than all of them later: what failed below
   * it is not tried again behind the scenes. '' is the whole answer.
   */
  readonly acceptsPartsOf?: string;
}

/**
 * A query as runes: asked again when its variables change, live with the cache.
 * Answer null from `request` to ask nothing yet. Call it while a component initialises.
 */
export function query<Data, Variables extends AnyVariables>(request: () => Request<Data, Variables> | null) {
  let data = $state.raw<Data | undefined>();
  let errorCode = $state<string | null>(null);
  let failedPaths = $state.raw<readonly string[]>([]);
  let isLoading = $state(true);
  let attempt = $state(0);

  /** Equal questions are one, however often what they are made of is made anew. */
  const key = $derived.by(() => {
    const asked = request();
    return asked && createRequest(asked.query, asked.variables).key;
  });

  $effect(() => {
    const requestPolicy = attempt > 0 ? 'network-only' : 'cache-and-network';
    const asked = key === null ? null : untrack(request);
    if (!asked) return;
    isLoading = true;
    const { unsubscribe } = graph
      .query(asked.query, asked.variables, { requestPolicy, acceptsPartsOf: asked.acceptsPartsOf ?? null })
      .subscribe((result) => {
        isLoading = result.stale && result.data === undefined;
        errorCode = result.error ? codeOf(result.error) : null;
        failedPaths = result.error ? pathsOf(result.error) : [];
        if (result.data !== undefined) data = result.data;
      });
    return unsubscribe;
  });

  return {
    get data() {
      return data;
    },
    get errorCode() {
      return errorCode;
    },
    /** Where a part is null because its subgraph is away, e.g. `me.coverage`. */
    get failedPaths() {
      return failedPaths;
    },
    get isLoading() {
      return isLoading;
    },
    retry: () => (attempt += 1),
  };
}
