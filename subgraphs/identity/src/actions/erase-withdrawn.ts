import type { Tx } from '@moim/kit/db/database.ts';
import { paceBatch } from '@moim/kit/db/replicas/pace.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { deleteSearchTerms, eraseMember, lockMembersToErase } from '../db/members.ts';
import { erasedHandle, erasedName, erasureLimit } from '../domain/withdrawal.ts';

/** Short transactions: nobody waits long for the rows. */
const batchSize = 100;

/**
 * Replaces the personal data of everybody whose time for questions is over. Safe to repeat.
 *
 * @returns how many were erased
 */
export async function eraseWithdrawn(services: Services): Promise<number> {
  let erased = 0;
  for (;;) {
    const count = await services.db.write.transaction((tx) => eraseBatch(tx, services));
    erased += count;
    if (count < batchSize) return erased;
    await paceBatch(services.db);
  }
}

async function eraseBatch(tx: Tx, { now, newId }: Services): Promise<number> {
  const at = now();
  const ids = await lockMembersToErase(tx, erasureLimit(at), batchSize);
  for (const id of ids) await eraseMember(tx, { id, name: erasedName, handle: erasedHandle(id), at });
  await deleteSearchTerms(tx, ids);
  const line = { actorId: null, action: 'MEMBER_ERASED', detail: {} };
  await insertAuditLines(
    tx,
    ids.map((subjectId) => ({ id: newId(), at, subjectId, ...line })),
  );
  return ids.length;
}
