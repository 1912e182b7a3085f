import { inChildSpan } from '../trace/span.ts';
import { continueTrace } from '../trace/traceparent.ts';
import type { LoggedEvent } from './contract.ts';
import type { Group } from './group.ts';

/** Goes on with the trace that wrote the event, so that effect and cause are seen together. */
export function inConsumerSpan<T>(
  { subgraph, consumer }: Pick<Group, 'subgraph' | 'consumer'>,
  { name, traceparent }: Pick<LoggedEvent, 'name' | 'traceparent'>,
  work: () => Promise<T>,
): Promise<T> {
  const attributes = { 'moim.subgraph': subgraph, 'moim.group': consumer.group, 'moim.event': name };
  const parent = continueTrace(traceparent);
  return inChildSpan(`consume ${name}`, { kind: 'CONSUMER', attributes, parent }, work);
}
