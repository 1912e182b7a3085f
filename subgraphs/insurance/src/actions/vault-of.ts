import type { Services } from '@moim/kit/server/services.ts';
import type { SealedColumns } from '../db/policies.ts';
import type { PersonalData } from '../domain/personal-data.ts';
import { createVault, type Vault } from '../ports/vault.ts';
import { dataKey } from '../settings.ts';

/** @throws {StartupError} when the installation has no key */
export const vaultOf = ({ secretOf }: Pick<Services, 'secretOf'>): Vault => createVault(dataKey(secretOf));

/** The columns in which the data is kept. */
export function sealFor(vault: Vault, policyId: string, data: PersonalData): SealedColumns {
  return {
    ...vault.seal(policyId, data),
    nameToken: vault.token('legalName', data.legalName),
    phoneToken: vault.token('phone', data.phone),
    licenceToken: vault.token('licenceNumber', data.licenceNumber),
  };
}
