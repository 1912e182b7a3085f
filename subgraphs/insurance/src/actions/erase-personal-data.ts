import { paceBatch } from '@moim/kit/db/replicas/pace.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { erasePolicies, lockPoliciesToErase } from '../db/policies.ts';
import { personalFields } from '../domain/personal-data.ts';
import { systemActor } from './asker.ts';
import { recordAccess } from './record-access.ts';

/** Short transactions: nobody waits long for the rows. */
const batchSize = 100;

/**
 * Throws away the keys of everybody whose time for questions is over. Periods and premium stay, under a
 * number. Safe to repeat.
 *
 * @returns how many were erased
 */
export async function erasePersonalData(services: Services): Promise<number> {
  let erased = 0;
  for (;;) {
    const count = await eraseBatch(services);
    erased += count;
    if (count < batchSize) return erased;
    await paceBatch(services.db);
  }
}

function eraseBatch(services: Services): Promise<number> {
  return services.db.write.transaction(async (tx) => {
    const at = services.now();
    const ids = await lockPoliciesToErase(tx, at, batchSize);
    if (ids.length === 0) return 0;
    await erasePolicies(tx, ids, at);
    const access = { actor: systemActor, task: 'ERASE' as const, fields: personalFields };
    await recordAccess(
      tx,
      services,
      ids.map((policyId) => ({ policyId, ...access })),
    );
    return ids.length;
  });
}
