import type { Services } from '@moim/kit/server/services.ts';
import type { AccessTask } from '../domain/access.ts';
import { asActor, type Asker } from './asker.ts';
import { recordAccess } from './record-access.ts';

export interface Look {
  readonly task: Extract<AccessTask, 'SEARCH' | 'VIEW'>;
  readonly policyIds: readonly string[];
  readonly fields: readonly string[];
}

/**
 * Notes that CX looks at other people's policies, before they see anything.
 *
 * @throws when it cannot be noted; then nothing is shown
 */
export async function lookAtPolicies(services: Services, asker: Asker, look: Look): Promise<void> {
  if (look.policyIds.length === 0) return;
  const actor = asActor(asker, 'CX');
  const { task, fields } = look;
  await services.db.write.transaction((tx) =>
    recordAccess(
      tx,
      services,
      look.policyIds.map((policyId) => ({ policyId, actor, task, fields })),
    ),
  );
}
