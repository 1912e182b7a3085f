import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
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

/** Errors as callers may read them; what they hide is in the log under the request's identifier. */
export function masked(result: ExecutionResult, requestId: string, log: Logger): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskGraphQLError(error, requestId, log)) };
}
