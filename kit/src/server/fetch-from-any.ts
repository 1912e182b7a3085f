/**
 * A `fetch` for one service with several replicas: asks the next address where nobody listens at
 * the one before. A request that somebody took in is never sent again.
 *
 * @param origins - at least one, e.g. `http://127.0.0.1:4001`
 */
export function fetchFromAny(origins: readonly URL[], fetch = globalThis.fetch): typeof globalThis.fetch {
  return async (target, init) => {
    const { pathname, search } = new URL(target instanceof Request ? target.url : target);
    let failure: unknown = new TypeError('a service needs at least one address');
    for (const origin of origins) {
      try {
        return await fetch(new URL(pathname + search, origin), init);
      } catch (error) {
        if (!isRefused(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  };
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';
