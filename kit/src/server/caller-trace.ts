import { continueTrace, traceparentHeader } from '../trace/traceparent.ts';
import type { HeadersRead } from './request-headers.ts';

/** The supergraph and our other processes say which trace a request belongs to. */
export const callerTrace = ({ headers }: { readonly headers: HeadersRead }) =>
  continueTrace(headers.get(traceparentHeader));
