import { createHash } from 'node:crypto';
import type { AccessEntryRow } from '../db/access-log.ts';

type Unhashed = Omit<AccessEntryRow, 'hash' | 'keepUntil'>;

/** What the first entry of a day follows. */
export const genesisOf = (day: string): Buffer => createHash('sha256').update(`access log ${day}`).digest();

/** SHA-256 over the hash before it and everything that the entry says. */
export function hashEntry(previous: Buffer, entry: Unhashed): Buffer {
  const { day, number, id, at, policyId, task, actorId, actorRole, origin, fields, reason, ticket } = entry;
  const said = [day, number, id, at.toISOString(), policyId, task];
  const who = [actorId, actorRole, origin, fields, reason, ticket];
  return createHash('sha256')
    .update(previous)
    .update(JSON.stringify([...said, ...who]))
    .digest();
}
