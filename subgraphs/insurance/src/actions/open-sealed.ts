import type { LockedPolicy } from '../db/policies.ts';
import type { PersonalData } from '../domain/personal-data.ts';
import type { Vault } from '../ports/vault.ts';

/** Null when the data was erased. */
export function openSealed(
  vault: Vault,
  { id, sealedKey, sealedData }: Pick<LockedPolicy, 'id' | 'sealedKey' | 'sealedData'>,
): PersonalData | null {
  return sealedKey && sealedData ? vault.open(id, { sealedKey, sealedData }) : null;
}
