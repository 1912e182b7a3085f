import { context, type Context, isSpanContextValid, ROOT_CONTEXT, trace } from '@opentelemetry/api';

/** W3C Trace Context §3.2: version, trace, parent, flags; later versions may append to it. */
const form = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

export const traceparentHeader = 'traceparent';

/** The trace that goes on, as other processes and rows are told; null for none. */
export function traceparentOf(within: Context = context.active()): string | null {
  const span = trace.getSpanContext(within);
  if (!span || !isSpanContextValid(span)) return null;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** What to look for where traces are kept; null when none goes on. */
export function activeTraceId(): string | null {
  const span = trace.getSpanContext(context.active());
  return span && isSpanContextValid(span) ? span.traceId : null;
}

/** The same of a trace that was told; null where that is none. */
export const traceIdIn = (traceparent: string | null): string | null =>
  (traceparent === null ? undefined : form.exec(traceparent)?.[1]) ?? null;

/** What was told, to be continued here; whatever else it is, nothing is continued. */
export function continueTrace(traceparent: unknown): Context {
  if (typeof traceparent !== 'string' || traceparent.length > 128) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = ''] = form.exec(traceparent) ?? [];
  const span = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) || 0, isRemote: true };
  return isSpanContextValid(span) ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT;
}
