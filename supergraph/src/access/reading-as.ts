import type { OperationDefinitionNode } from 'graphql';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { readAllSeen } from '../freshness/seen-token.ts';
import type { Caller } from '../graph/caller.ts';

/**
 * The caller with what their reads demand. Only a query may read replicas: a mutation decides by what it reads, a
 * stream tells what is new.
 *
 * @param tokens - of what the client has seen
 */
export function readingAs(
  freshness: Freshness,
  caller: Caller,
  { operation }: Pick<OperationDefinitionNode, 'operation'>,
  tokens: readonly (string | null)[],
): Soon<Caller> {
  if (operation === 'mutation') return caller;
  const seen = readAllSeen(tokens);
  // With a token it says so, and is not given what was read for others before.
  if (operation === 'subscription') return seen ? caller.reading('primary') : caller;
  const memberId = caller.identity.viewer?.memberId ?? null;
  return whenThere(freshness.demandOf(memberId, seen), (reads) => caller.reading(reads));
}
