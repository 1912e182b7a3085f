import { createSourceEventStream, type ExecutionResult, GraphQLError } from 'graphql';
import { type ExecutionTarget, executeOperation, masked } from './execute-operation.ts';
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
      yield await withPosition(await executeOperation(target, operation, event), target.services);
  } catch (error) {
    yield masked({ errors: [located(error)] }, operation.identity.requestId, target.services.log);
  }
}

function located(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
