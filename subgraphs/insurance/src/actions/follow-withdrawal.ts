import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findRunningBelief } from '../db/coverage-beliefs.ts';
import { lockPolicy, markHolderWithdrawn } from '../db/policies.ts';
import { withinReach } from '../domain/cover.ts';
import { eraseAfter } from '../domain/retention.ts';
import { endPeriod } from './end-period.ts';

/** The member left: their cover ends, and what we know of them is kept for CX for two months more. */
export async function followWithdrawal(
  tx: Tx,
  services: Services,
  { memberId, withdrawnAt }: { readonly memberId: string; readonly withdrawnAt: Date },
): Promise<void> {
  const policy = await lockPolicy(tx, { holderId: memberId });
  if (!policy || policy.holderWithdrawnAt) return;
  await markHolderWithdrawn(tx, policy.id, { withdrawnAt, eraseAfter: eraseAfter(withdrawnAt) });
  const current = await findRunningBelief(tx, policy.id);
  if (!current) return;
  const at = withinReach(current, withdrawnAt, services.now());
  await endPeriod(tx, services, { policy, current, end: { at, by: 'WITHDRAWAL' } });
}
