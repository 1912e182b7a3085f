import type { Tx } from '@moim/kit/db/database.ts';
import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import { toNewId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertPolicy, lockPolicy, takePolicyNumber } from '../db/policies.ts';
import { cleanPersonalData, type PersonalData, personalFields } from '../domain/personal-data.ts';
import { policyNumber } from '../domain/policy.ts';
import { asActor, type Asker } from './asker.ts';
import { recordAccess } from './record-access.ts';
import { sealFor, vaultOf } from './vault-of.ts';

export interface OpenPolicyInput extends PersonalData {
  /** UUIDv7 of the client: asking again is the same policy. */
  readonly id: string;
}

/**
 * A member's one policy. The same request again is the same policy.
 *
 * @returns its id
 * @throws {InvalidInputError} naming the field
 * @throws {ConflictError} when the member has a policy or the id stands for another; nothing is written
 */
export async function openPolicy(services: Services, asker: Asker, input: OpenPolicyInput): Promise<string> {
  const id = toNewId(input.id, 'input.id');
  const data = cleanPersonalData(input);
  const holderId = asker.memberId;
  return services.db.write.transaction(async (tx) => {
    const existing = await lockPolicy(tx, { holderId });
    if (existing) return asRetry(existing.id, id);
    if (!(await insert(tx, services, { id, holderId, data }))) throw new ConflictError('This id is taken.');
    const access = { policyId: id, actor: asActor(asker, 'HOLDER'), task: 'INPUT' as const };
    await recordAccess(tx, services, [{ ...access, fields: personalFields }]);
    return id;
  });
}

function asRetry(existingId: string, id: string): string {
  if (existingId !== id) throw new ConflictError('You have a policy already.');
  return id;
}

interface Opening {
  readonly id: string;
  readonly holderId: string;
  readonly data: PersonalData;
}

async function insert(tx: Tx, services: Services, { id, holderId, data }: Opening): Promise<boolean> {
  const openedAt = services.now();
  const number = policyNumber(openedAt, await takePolicyNumber(tx));
  return insertPolicy(tx, { id, number, holderId, openedAt, ...sealFor(vaultOf(services), id, data) });
}
