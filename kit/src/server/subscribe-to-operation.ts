import { createSourceEventStream, type ExecutionResult, GraphQLError } from 'graphql';
import { carriedPlace } from '../db/replicas/read-at.ts';
import { carriedTrace } from '../trace/carried-trace.ts';
import { inChildSpan } from '../trace/span.ts';
import { continueTrace, traceparentOf } from '../trace/traceparent.ts';
import { type ExecutionTarget, executeOperation, masked } from './execute-operation.ts';
import { operationLabel } from './operation-label.ts';
import type { SubgraphOperation } from './operation.ts';
import { withPosition } from './written-position.ts';

/**
 * Subscribes and executes the operation for each event with a context of its own: graphql-js would
 * keep one context for the whole stream, and with it every loaded row for as long as it lives.
 * A source that throws ends the stream with one last result that carries the masked error.
 */
export async function subscribeToOperation(
  target: ExecutionTarget,
  operation: SubgraphOperation,
): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
  const {
    schema,
    contextFor,
    services: { log },
  } = target;
  const { document, variables, operationName, identity } = operation;
  const source = await createSourceEventStream({
    schema,
    document,
    contextValue: contextFor(identity),
    variableValues: variables ?? null,
    operationName: operationName ?? null,
  });
  if (!(Symbol.asyncIterator in source)) return masked(source, identity.requestId, log);
  return endingAtOnce(results(source, target, operation), source);
}

/** A generator that waits for its next event notices `return()` only then; its source is told now. */
function endingAtOnce<Result>(
  generator: AsyncGenerator<Result, void, void>,
  source: AsyncIterable<unknown>,
): AsyncGenerator<Result, void, void> {
  const events = source[Symbol.asyncIterator]();
  const end = generator.return.bind(generator);
  generator.return = async (value) => {
    await events.return?.();
    return end(value);
  };
  return generator;
}

async function* results(
  source: AsyncIterable<unknown>,
  target: ExecutionTarget,
  operation: SubgraphOperation,
): AsyncGenerator<ExecutionResult, void, void> {
  try {
    for await (const event of source)
      yield await withPosition(
        await executeEvent(event, target, operation),
        target.services,
        carriedPlace(event),
      );
  } catch (error) {
    yield masked({ errors: [located(error)] }, operation.identity.requestId, target.services.log);
  }
}

/** Goes on with the trace that caused the event, as far as it is known, and hands it on with the result. */
function executeEvent(
  event: unknown,
  target: ExecutionTarget,
  operation: SubgraphOperation,
): Promise<ExecutionResult> {
  const label = operationLabel(operation.document, operation.operationName);
  const parent = continueTrace(carriedTrace(event));
  return inChildSpan(`event ${label}`, { attributes: { 'moim.operation': label }, parent }, async () => {
    const result = await executeOperation(target, operation, event);
    const traceparent = traceparentOf();
    return traceparent ? { ...result, extensions: { ...result.extensions, traceparent } } : result;
  });
}

function located(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
