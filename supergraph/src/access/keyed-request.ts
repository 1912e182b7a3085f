import { createHash } from 'node:crypto';
import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import { canonicalJson } from '../subscriptions/canonical-json.ts';
import type { AdmittedOperation, OperationRequest } from './admitted-operation.ts';
import { documentKey } from './document-key.ts';

/**
 * A mutation that its client may send again. Requests are the same when their text, the name of their operation
 * and their variables are, whatever order these have; who names a document sends its text.
 *
 * @param request - as the client wrote it: what a viewer may see of it can change between two attempts
 * @returns null for what has no key, and for reads, which may be sent again anyway
 */
export function keyedRequestOf(
  { query, queryKey, operationName, variables, idempotencyKey: key }: OperationRequest,
  { operation }: Pick<AdmittedOperation, 'operation'>,
): KeyedRequest | null {
  if (key === undefined || operation.operation !== 'mutation') return null;
  const asked = canonicalJson([queryKey ?? documentKey(query), operationName ?? null, variables]);
  return { key, request: createHash('sha256').update(asked).digest('hex') };
}
