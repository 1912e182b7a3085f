import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { lockPolicy, updateSealed } from '../db/policies.ts';
import {
  cleanField,
  type PersonalData,
  type PersonalField,
  personalFields,
} from '../domain/personal-data.ts';
import { asActor, type Asker } from './asker.ts';
import { openSealed } from './open-sealed.ts';
import { recordAccess } from './record-access.ts';
import { sealFor, vaultOf } from './vault-of.ts';

export type UpdatePersonalDataInput = { readonly [Field in PersonalField]?: string | null | undefined };

/**
 * The holder changes what we know of them; absent fields stay. The log names the fields that changed.
 *
 * @returns the policy's id
 * @throws {InvalidInputError} naming the field
 * @throws {NotFoundError} when the viewer has no policy
 */
export async function updatePersonalData(
  services: Services,
  asker: Asker,
  input: UpdatePersonalDataInput,
): Promise<string> {
  const given = cleaned(input);
  return services.db.write.transaction(async (tx) => {
    const policy = await lockPolicy(tx, { holderId: asker.memberId });
    const data = policy && openSealed(vaultOf(services), policy);
    if (!data) throw new NotFoundError();
    const fields = personalFields.filter((field) => (given[field] ?? data[field]) !== data[field]);
    if (fields.length === 0) return policy.id;
    await updateSealed(tx, policy.id, sealFor(vaultOf(services), policy.id, { ...data, ...given }));
    const actor = asActor(asker, 'HOLDER');
    await recordAccess(tx, services, [{ policyId: policy.id, actor, task: 'CHANGE', fields }]);
    return policy.id;
  });
}

function cleaned(input: UpdatePersonalDataInput): Partial<PersonalData> {
  const entries = personalFields.flatMap((field) => {
    const value = input[field];
    return value == null ? [] : [[field, cleanField(field, value)] as const];
  });
  return Object.fromEntries(entries);
}
