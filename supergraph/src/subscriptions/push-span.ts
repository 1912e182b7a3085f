import { carriedTrace } from '@moim/kit/trace/carried-trace.ts';
import { openChildSpan } from '@moim/kit/trace/span.ts';
import { continueTrace } from '@moim/kit/trace/traceparent.ts';

/** Until the client's connection has taken in what is pushed, in the trace that caused it. Returns how to end it. */
export function openPush(result: unknown, transport: 'websocket' | 'sse'): () => void {
  const parent = continueTrace(carriedTrace(result));
  const span = openChildSpan('push', {
    kind: 'PRODUCER',
    attributes: { 'moim.transport': transport },
    parent,
  });
  return () => span?.end();
}
