import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';

/**
 * What may leave the process. Libraries that trace themselves would add documents, names that
 * clients chose, messages of errors: whatever is not listed here is left out.
 */
const allowed = new Set([
  'service',
  'graphql.operation.type',
  'moim.operation',
  'moim.subgraph',
  'moim.statement',
  'moim.group',
  'moim.event',
  'moim.transport',
  'db.system.name',
  'db.query.summary',
]);

/** The span with the attributes that may leave, its status as a code only, and no events. */
export function withoutValues(span: ReadableSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext ? { parentSpanContext: span.parentSpanContext } : {}),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes: allowedOf(span.attributes),
    links: span.links.map(({ context }) => ({ context })),
    events: [],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

const allowedOf = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => allowed.has(name)));
