import type { Services } from '@moim/kit/server/services.ts';
import { findSealed } from '../db/policies.ts';
import { readerOf } from '../domain/access.ts';
import { asWritten, erased, masked, type PersonalData } from '../domain/personal-data.ts';
import type { Asker } from './asker.ts';
import { openSealed } from './open-sealed.ts';
import { vaultOf } from './vault-of.ts';

/** What the asker may see of the holders: their own data as written, everybody else's masked. */
export async function showHolders(
  services: Pick<Services, 'db' | 'secretOf'>,
  asker: Asker,
  policyIds: readonly string[],
): Promise<Map<string, PersonalData>> {
  const vault = vaultOf(services);
  const rows = await findSealed(services.db.read, readerOf(asker), policyIds);
  const shown = rows.map((row): [string, PersonalData] => {
    const data = openSealed(vault, row);
    if (!data) return [row.id, erased];
    return [row.id, row.holderId === asker.memberId ? asWritten(data) : masked(data)];
  });
  return new Map(shown);
}
