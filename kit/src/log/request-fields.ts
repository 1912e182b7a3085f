import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';

/** What every line says that is written while a request is answered. */
export interface RequestFields {
  readonly requestId: string;
  /** From the bounded set that the metrics use; nothing that a client made up. */
  readonly operation: string;
}

const current = new AsyncLocalStorage<RequestFields>();

export const withRequestFields = <T>(fields: RequestFields, work: () => T): T => current.run(fields, work);

/** Added to each line: the request it belongs to, and the trace that this is a part of. */
export function currentFields(): Record<string, string> {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return { ...current.getStore(), ...(traceId === undefined ? {} : { traceId }) };
}
