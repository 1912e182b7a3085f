import { isIdempotencyKey } from '@moim/kit/idempotency/keyed-request.ts';
import type { ReceivedOperation } from '../access/admitted-operation.ts';

/**
 * Reads the fields of a GraphQL request (GraphQL over HTTP §5 and its appendix on persisted documents,
 * graphql-transport-ws `subscribe`).
 *
 * @returns what is wrong with it as a sentence, when it is none
 */
export function readOperationRequest(body: unknown): ReceivedOperation | string {
  if (!isRecord(body)) return 'The body must be a JSON object.';
  const { operationName, variables, extensions } = body;
  const document = readDocument(body);
  if (typeof document === 'string') return document;
  if (!isAbsent(operationName) && typeof operationName !== 'string')
    return '`operationName` must be a string.';
  if (!isAbsent(variables) && !isRecord(variables)) return '`variables` must be an object.';
  if (!isAbsent(extensions) && !isRecord(extensions)) return '`extensions` must be an object.';
  const { traceparent, idempotencyKey, seen } = isRecord(extensions) ? extensions : {};
  if (!isAbsent(idempotencyKey) && !isIdempotencyKey(idempotencyKey)) return faultyKey;
  return {
    document,
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
    variables: isRecord(variables) ? variables : {},
    ...(traceparent !== undefined && { traceparent }),
    ...(isIdempotencyKey(idempotencyKey) && { idempotencyKey }),
    ...(typeof seen === 'string' && { seen }),
  };
}

/** What is said of a key that is none. */
export const faultyKey = 'An idempotency key has 1 to 255 visible ASCII characters.';

/** An empty `query` beside an identifier is none: on a WebSocket the protocol wants one to be there. */
function readDocument({
  query,
  documentId,
}: Readonly<Record<string, unknown>>): ReceivedOperation['document'] | string {
  if (isAbsent(documentId))
    return typeof query === 'string' && query !== '' ? { query } : '`query` must be a non-empty string.';
  if (typeof documentId !== 'string') return '`documentId` must be a string.';
  if (!isAbsent(query) && query !== '') return 'Give `query` or `documentId`, not both.';
  return { documentId };
}

/** The same from the query string of a GET. */
export function readSearchRequest(search: string): ReceivedOperation | string {
  const parameters = new URLSearchParams(search);
  const names = ['query', 'documentId', 'operationName', 'variables', 'extensions'];
  if (names.some((name) => parameters.getAll(name).length > 1)) return 'Each parameter may be given once.';
  try {
    return readOperationRequest({
      query: parameters.get('query'),
      documentId: parameters.get('documentId'),
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
