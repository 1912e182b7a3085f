/**
 * A `fetch` for one service with several replicas: asks the next address where nobody listens at
 * the one before, or somebody who does not know us: another installation's process that took the
 * port. A request that somebody took in is never sent again.
 *
 * @param origins - at least one, e.g. `http://127.0.0.1:4001`
 */
export function fetchFromAny(origins: readonly URL[], fetch = globalThis.fetch): typeof globalThis.fetch {
  return async (target, init) => {
    const { pathname, search } = new URL(target instanceof Request ? target.url : target);
    let failure: unknown = new TypeError('a service needs at least one address');
    let stranger: Response | null = null;
    for (const origin of origins) {
      try {
        const response = await fetch(new URL(pathname + search, origin), init);
        await stranger?.body?.cancel(); // an answer that nobody reads would keep its connection
        if (response.status !== 401) return response;
        stranger = response;
      } catch (error) {
        if (!isRefused(error)) throw error;
        failure = error;
      }
    }
    if (stranger) return stranger;
    throw failure;
  };
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';
