import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import type { Caller } from '../graph/caller.ts';
import type { BoundKeys } from './bound-keys.ts';
import { refuse } from './refusal.ts';

/**
 * Keeps for which request somebody used a key. One that is silently kept by nobody would be worse than none.
 *
 * @throws {Refusal} UNAUTHENTICATED: nobody has keys
 * @throws {KeyReusedError} it was used for another request
 */
export async function bindKey(
  keys: BoundKeys,
  { isNobody, identity: { viewer, app } }: Caller,
  keyed: KeyedRequest,
): Promise<void> {
  if (isNobody) throw refuse('UNAUTHENTICATED', 'Log in to use an Idempotency-Key: nobody else has one.');
  await keys.bind(viewer?.memberId ?? `app:${app?.id ?? ''}`, keyed);
}
