import { openChildSpan } from '../trace/span.ts';
import { continueTrace } from '../trace/traceparent.ts';
import type { LoggedEvent } from './contract.ts';

/** Notes in the trace of an event that it is in its publisher's log now. */
export function noteRelayed(subgraph: string, { traceparent }: Pick<LoggedEvent, 'traceparent'>): void {
  const attributes = { 'moim.subgraph': subgraph };
  openChildSpan(`relay ${subgraph}`, { attributes, parent: continueTrace(traceparent) })?.end();
}
