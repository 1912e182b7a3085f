import { isAscii } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { ReceivedOperation } from '../access/admitted-operation.ts';
import { refuse } from '../access/refusal.ts';
import { maxBodyBytes } from '../limits/operation-limits.ts';
import { idempotencyKeyHeader, isIdempotencyKey } from '@moim/kit/idempotency/keyed-request.ts';
import { faultyKey, readOperationRequest, readSearchRequest } from './operation-request.ts';
import { nestsTooDeep } from './json-nesting.ts';
import { readBody } from './read-body.ts';

export interface HttpOperation {
  readonly operation: ReceivedOperation;
  /** The parsed JSON of a POST. */
  readonly body: unknown;
}

/**
 * Takes the operation out of a GET or of a POST with JSON.
 *
 * @param onBody - told how many bytes were read, before they are looked at
 * @throws {Refusal} 405, 413, 415 or 400
 */
export async function readHttpOperation(
  request: IncomingMessage,
  onBody?: (bytes: number) => void,
): Promise<HttpOperation> {
  if (request.method === 'GET')
    return { operation: orRefuse(readSearchRequest(searchOf(request))), body: undefined };
  const key = readKey(request);
  if (request.method !== 'POST') throw refuse('BAD_USER_INPUT', 'Use POST, or GET for a query.', 405);
  if (!isJson(request.headers['content-type']))
    throw refuse('BAD_USER_INPUT', 'The body must be application/json in UTF-8.', 415);
  const bytes = await readBody(request, maxBodyBytes);
  onBody?.(bytes.length);
  const body = parseJson(bytes);
  const operation = orRefuse(readOperationRequest(body));
  return { operation: key === null ? operation : { ...operation, idempotencyKey: key }, body };
}

/** The header counts before what the body says. */
function readKey({ headers }: IncomingMessage): string | null {
  const key = headers[idempotencyKeyHeader] ?? null;
  if (key !== null && !isIdempotencyKey(key)) throw refuse('BAD_USER_INPUT', faultyKey);
  return key;
}

export const searchOf = ({ url = '' }: IncomingMessage): string => {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
};

function orRefuse(read: ReceivedOperation | string): ReceivedOperation {
  if (typeof read === 'string') throw refuse('BAD_USER_INPUT', read);
  return read;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Buffer): unknown {
  if (nestsTooDeep(bytes)) throw refuse('LIMIT_EXCEEDED', 'The body nests too deep.');
  try {
    // Most are ASCII, which is read for less.
    return JSON.parse(isAscii(bytes) ? bytes.toString('latin1') : utf8.decode(bytes));
  } catch {
    throw refuse('BAD_USER_INPUT', 'The body must be JSON in UTF-8.');
  }
}

const isJson = (contentType: string | undefined): boolean =>
  contentType === 'application/json' ||
  /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i.test(contentType ?? '');
