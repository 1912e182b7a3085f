import { internalTokenHeader } from '../server/authenticate.ts';
import type { OperationBounds } from './operation-bounds.ts';

/** Milliseconds that are left for the answer, said by the supergraph and believed only beside its token. */
export const deadlineHeader = 'x-moim-deadline-ms';

/** Nobody waits longer than this; more would be a mistake. */
const maxMs = 60_000;

/**
 * The bounds of a request that came over HTTP.
 *
 * @param signal - aborted when the connection is closed before the answer
 */
export function boundsOf(headers: Headers, signal: AbortSignal): OperationBounds {
  const text = headers.has(internalTokenHeader) ? headers.get(deadlineHeader) : null;
  if (text === null || !/^\d{1,6}$/.test(text)) return { signal };
  return { signal, deadlineAtMs: performance.now() + Math.min(Number(text), maxMs) };
}
