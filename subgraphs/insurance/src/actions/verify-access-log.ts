import type { Services } from '@moim/kit/server/services.ts';
import { type AccessDayRow, type AccessEntryRow, findDays, findEntriesOfDay } from '../db/access-log.ts';
import { genesisOf, hashEntry } from './access-chain.ts';

/** Days whose chain is broken: an entry was changed, added, taken out or reordered by somebody else. */
export async function verifyAccessLog({ db }: Pick<Services, 'db'>): Promise<string[]> {
  const broken: string[] = [];
  for (const day of await findDays(db.write))
    if (!isWhole(day, await findEntriesOfDay(db.write, day.day))) broken.push(day.day);
  return broken;
}

function isWhole({ day, lastNumber, lastHash }: AccessDayRow, entries: readonly AccessEntryRow[]): boolean {
  let hash = genesisOf(day);
  for (const [index, entry] of entries.entries()) {
    hash = hashEntry(hash, entry);
    if (entry.number !== index + 1 || !hash.equals(entry.hash)) return false;
  }
  return entries.length === lastNumber && hash.equals(lastHash);
}
