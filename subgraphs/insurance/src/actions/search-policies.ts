import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type PolicyRow, searchPoliciesBy } from '../db/policies.ts';
import { assertHandler } from '../domain/access.ts';
import { searchedFields } from '../domain/personal-data.ts';
import { cleanSearch } from '../domain/policy.ts';
import type { Asker } from './asker.ts';
import { lookAtPolicies } from './look-at-policies.ts';
import { shownFields } from './shown-fields.ts';
import { vaultOf } from './vault-of.ts';

/**
 * Policies by number, member, or exact name, phone or licence number. Everybody who is found is told.
 *
 * @throws {ForbiddenError} for everybody but CX
 * @throws {InvalidInputError} naming the argument
 */
export async function searchPolicies(
  services: Services,
  asker: Asker,
  { search, first }: { readonly search: string; readonly first: number },
): Promise<PolicyRow[]> {
  assertHandler(asker);
  const text = cleanSearch(search, first);
  const vault = vaultOf(services);
  const { legalName, phone, licenceNumber } = searchedFields(text);
  const found = await searchPoliciesBy(
    services.db.read,
    {
      number: text.toUpperCase(),
      holderId: isUuid(text) ? text.toLowerCase() : null,
      nameToken: legalName === null ? null : vault.token('legalName', legalName),
      phoneToken: phone === null ? null : vault.token('phone', phone),
      licenceToken: licenceNumber === null ? null : vault.token('licenceNumber', licenceNumber),
    },
    first,
  );
  const policyIds = found.filter(({ holderId }) => holderId !== asker.memberId).map(({ id }) => id);
  await lookAtPolicies(services, asker, { task: 'SEARCH', policyIds, fields: shownFields });
  return found;
}
