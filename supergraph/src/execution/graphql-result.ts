import { type ExecutionResult, GraphQLError } from 'graphql';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads another process's answer. Only an object with `data` or `errors` is one; errors become
 * GraphQLErrors, because servers downstream call `toJSON` on them.
 *
 * @returns null when the value is no GraphQL result
 */
export function toExecutionResult(value: unknown): ExecutionResult | null {
  if (!isRecord(value) || (!('data' in value) && !('errors' in value))) return null;
  const { data, errors, extensions } = value;
  return {
    ...(isRecord(data) || data === null ? { data } : {}),
    ...(Array.isArray(errors) && errors.length > 0 ? { errors: errors.map(toGraphQLError) } : {}),
    ...(isRecord(extensions) ? { extensions } : {}),
  };
}

/** Wraps one entry of an `errors` list, whatever the other side put there. */
export function toGraphQLError(value: unknown): GraphQLError {
  if (value instanceof GraphQLError) return value;
  if (!isRecord(value)) return new GraphQLError('The subgraph failed.');
  const { message, path, extensions } = value;
  return new GraphQLError(typeof message === 'string' ? message : 'The subgraph failed.', {
    path: Array.isArray(path) ? path.filter(isPathSegment) : null,
    extensions: isRecord(extensions) ? extensions : null,
  });
}

const isPathSegment = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
