import type { OperationRequest } from '../access/admitted-operation.ts';

/**
 * Reads the fields of a GraphQL request (GraphQL over HTTP §5, graphql-transport-ws `subscribe`).
 *
 * @returns what is wrong with it as a sentence, when it is none
 */
export function readOperationRequest(body: unknown): OperationRequest | string {
  if (!isRecord(body)) return 'The body must be a JSON object.';
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || query === '') return '`query` must be a non-empty string.';
  if (!isAbsent(operationName) && typeof operationName !== 'string')
    return '`operationName` must be a string.';
  if (!isAbsent(variables) && !isRecord(variables)) return '`variables` must be an object.';
  if (!isAbsent(extensions) && !isRecord(extensions)) return '`extensions` must be an object.';
  return {
    query,
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
    variables: isRecord(variables) ? variables : {},
    ...(isRecord(extensions) && 'traceparent' in extensions
      ? { traceparent: extensions['traceparent'] }
      : {}),
  };
}

/** The same from the query string of a GET. */
export function readSearchRequest(search: string): OperationRequest | string {
  const parameters = new URLSearchParams(search);
  const names = ['query', 'operationName', 'variables', 'extensions'];
  if (names.some((name) => parameters.getAll(name).length > 1)) return 'Each parameter may be given once.';
  try {
    return readOperationRequest({
      query: parameters.get('query'),
      operationName: parameters.get('operationName'),
      variables: parseJson(parameters.get('variables')),
      extensions: parseJson(parameters.get('extensions')),
    });
  } catch {
    return '`variables` and `extensions` must be JSON.';
  }
}

const parseJson = (text: string | null): unknown => (text === null || text === '' ? null : JSON.parse(text));

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
