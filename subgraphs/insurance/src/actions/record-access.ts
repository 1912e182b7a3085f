import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type AccessEntryRow, extendDay, insertAccessEntries, sealDay } from '../db/access-log.ts';
import type { AccessTask } from '../domain/access.ts';
import { keepUntil } from '../domain/retention.ts';
import { accessLogYears } from '../settings.ts';
import { genesisOf, hashEntry } from './access-chain.ts';
import type { Actor } from './asker.ts';

export interface Access {
  readonly policyId: string;
  readonly actor: Actor;
  readonly task: AccessTask;
  /** Names of what was looked at or changed, never the values. */
  readonly fields: readonly string[];
  readonly reason?: string | null;
  readonly ticket?: string | null;
}

/**
 * Adds to the access log in the caller's transaction: what it guards is not handed out or changed
 * unless this is kept. Comes last, because everybody's entries of a day wait for its lock.
 */
export async function recordAccess(
  tx: Tx,
  services: Pick<Services, 'now' | 'newId'>,
  accesses: readonly Access[],
): Promise<void> {
  if (accesses.length === 0) return;
  const at = services.now();
  const day = at.toISOString().slice(0, 10);
  const keptUntil = keepUntil(at, accessLogYears());
  const genesis = genesisOf(day);
  const count = accesses.length;
  const { lastNumber, lastHash } = await extendDay(tx, { day, count, genesis, keepUntil: keptUntil });
  let hash = lastHash;
  const entries = accesses.map((access, index): AccessEntryRow => {
    const number = lastNumber - count + index + 1;
    const entry = { day, number, id: services.newId(), at, ...asEntry(access) };
    hash = hashEntry(hash, entry);
    return { ...entry, hash, keepUntil: keptUntil };
  });
  await insertAccessEntries(tx, entries);
  await sealDay(tx, day, hash);
}

function asEntry({ policyId, actor, task, fields, reason, ticket }: Access) {
  const { actorId, actorRole, origin } = actor;
  return {
    ...{ policyId, task, actorId, actorRole, origin },
    fields: [...fields],
    reason: reason ?? null,
    ticket: ticket ?? null,
  };
}
