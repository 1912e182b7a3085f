import { makeOperation, mapExchange } from '@urql/core';

/** A browser refuses what is to outlive its page beyond 64 KiB that are under way together (Fetch, HTTP-network-or-cache fetch). */
const mostBytesUnderWay = 60 * 1024;
/** UTF-8 needs no more for a unit of a string. */
const mostBytesAUnit = 3;

/** What a person pressed is done, though they leave, reload or close the page before it is answered. */
export const mutationsOutlivePage = mapExchange({
  onOperation: (operation) => {
    if (operation.kind !== 'mutation') return operation;
    const { fetchOptions } = operation.context;
    const options = typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions;
    const context = { ...operation.context, fetchOptions: { ...options, keepalive: true } };
    return makeOperation(operation.kind, operation, context);
  },
});

/** `fetch`, where `keepalive` is a wish: what is too large to outlive its page is sent all the same. */
export function outlivingWherePossible(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  let bytesUnderWay = 0;
  return async (input, init) => {
    const bytes = typeof init?.body === 'string' ? init.body.length * mostBytesAUnit : 0;
    if (init?.keepalive !== true || bytesUnderWay + bytes > mostBytesUnderWay)
      return await fetch(input, { ...init, keepalive: false });
    bytesUnderWay += bytes;
    try {
      return await fetch(input, init);
    } finally {
      bytesUnderWay -= bytes;
    }
  };
}
