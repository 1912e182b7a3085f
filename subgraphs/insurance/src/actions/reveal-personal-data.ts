import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { lockPolicy } from '../db/policies.ts';
import { assertHandler, cleanJustification, type Justification } from '../domain/access.ts';
import { asWritten, type PersonalData, personalFields } from '../domain/personal-data.ts';
import { asActor, type Asker } from './asker.ts';
import { openSealed } from './open-sealed.ts';
import { recordAccess } from './record-access.ts';
import { vaultOf } from './vault-of.ts';

/**
 * Shows CX a holder's data once, for a reason. The holder sees who looked and why.
 *
 * @throws {ForbiddenError} for everybody but CX
 * @throws {InvalidInputError} naming `input.reason` or `input.ticket`
 * @throws {NotFoundError} when there is no such policy, or its data was erased
 */
export async function revealPersonalData(
  services: Services,
  asker: Asker,
  input: Justification & { readonly policyId: string },
): Promise<PersonalData> {
  assertHandler(asker);
  const justification = cleanJustification(input);
  return services.db.write.transaction(async (tx) => {
    const policy = isUuid(input.policyId) ? await lockPolicy(tx, { id: input.policyId }) : null;
    const data = policy && openSealed(vaultOf(services), policy);
    if (!data) throw new NotFoundError();
    const access = { policyId: policy.id, actor: asActor(asker, 'CX'), task: 'REVEAL' as const };
    await recordAccess(tx, services, [{ ...access, fields: personalFields, ...justification }]);
    return asWritten(data);
  });
}
