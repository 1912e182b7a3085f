import { withRequestFields } from '@moim/kit/log/request-fields.ts';
import { inSpan, isTracing } from '@moim/kit/trace/span.ts';
import { continueTrace } from '@moim/kit/trace/traceparent.ts';
import type { Entered } from './entered.ts';

/** Runs what came through the door as one span, in the client's trace where it has one. */
export function inOperationSpan<T>(
  { operation, requestId, label }: Pick<Entered, 'operation' | 'requestId' | 'label'>,
  run: () => Promise<T>,
): Promise<T> {
  return withRequestFields({ requestId, operation: label }, () => {
    if (!isTracing()) return run();
    const type = operation.operation.operation;
    const attributes = { 'graphql.operation.type': type, 'moim.operation': label };
    const parent = continueTrace(operation.traceparent);
    return inSpan(`graphql ${type} ${label}`, { kind: 'SERVER', attributes, parent }, run);
  });
}
