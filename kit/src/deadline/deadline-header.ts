import { internalTokenHeader } from '../server/authenticate.ts';
import type { OperationBounds } from './operation-bounds.ts';

/** Milliseconds that are left for the answer, said by the supergraph and believed only beside its token. */
export const deadlineHeader = 'x-moim-deadline-ms';

/** Nobody waits longer than this; more would be a mistake. */
const maxMs = 60_000;

/** The same with who has left, for what our supergraph hands on; what anybody else asks has no bounds. */
export function boundsOfRoute({ headers, signal }: Request): { readonly bounds?: OperationBounds } {
  const said = boundsOf(headers);
  return said.deadlineAtMs === undefined ? {} : { bounds: { ...said, signal } };
}

/** When the answer to a request that came over HTTP is worth nothing any more, as far as it says so. */
export function boundsOf(headers: Pick<Headers, 'get'>): Pick<OperationBounds, 'deadlineAtMs'> {
  const text = headers.get(internalTokenHeader) === null ? null : headers.get(deadlineHeader);
  if (text === null || !/^\d{1,6}$/.test(text)) return {};
  return { deadlineAtMs: performance.now() + Math.min(Number(text), maxMs) };
}
