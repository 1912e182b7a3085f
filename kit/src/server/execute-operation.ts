import { execute, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { OperationIdentity } from '../auth/viewer.ts';
import { maskGraphQLError } from '../errors/public-error.ts';
import type { SubgraphOperation } from './operation.ts';
import type { Services } from './services.ts';

export interface ExecutionTarget {
  readonly schema: GraphQLSchema;
  readonly contextFor: (identity: OperationIdentity) => object;
  readonly services: Services;
}

/** Runs one query or mutation, or one event of a subscription when `rootValue` carries it. */
export async function executeOperation(
  { schema, contextFor, services }: ExecutionTarget,
  { document, variables, operationName, identity }: SubgraphOperation,
  rootValue?: unknown,
): Promise<ExecutionResult> {
  const result = await execute({
    schema,
    document,
    rootValue,
    contextValue: contextFor(identity),
    variableValues: variables ?? null,
    operationName: operationName ?? null,
  });
  return masked(result, identity.requestId, services.log);
}

export function masked(result: ExecutionResult, requestId: string, log: Logger): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskGraphQLError(error, requestId, log)) };
}

/** Whatever was thrown, as an error of the operation. */
export function located(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
