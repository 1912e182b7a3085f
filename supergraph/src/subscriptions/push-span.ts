import { carriedTrace } from '@moim/kit/trace/carried-trace.ts';
import { openChildSpan } from '@moim/kit/trace/span.ts';
import { continueTrace } from '@moim/kit/trace/traceparent.ts';

/**
 * Until the client's connection has taken in what is pushed, in the trace that caused it.
 *
 * @returns how to end it; null where no trace goes on
 */
export function openPush(result: unknown, transport: 'websocket' | 'sse'): (() => void) | null {
  const carried = carriedTrace(result);
  if (carried === null) return null;
  const span = openChildSpan('push', {
    kind: 'PRODUCER',
    attributes: { 'moim.transport': transport },
    parent: continueTrace(carried),
  });
  return () => span?.end();
}
