import type { Tx } from '@moim/kit/db/database.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { type CurrentBelief, findCurrentBelief } from '../db/coverage-beliefs.ts';
import { findPolicyIdOfPeriod } from '../db/coverage-periods.ts';
import { type LockedPolicy, lockPolicy } from '../db/policies.ts';

export interface LockedPeriod {
  readonly policy: LockedPolicy;
  readonly current: CurrentBelief;
}

/** The period and its policy, whose lock is held from here on; null when there is none. */
export async function lockPeriod(tx: Tx, periodId: string): Promise<LockedPeriod | null> {
  if (!isUuid(periodId)) return null;
  const policyId = await findPolicyIdOfPeriod(tx, periodId);
  const policy = policyId === null ? null : await lockPolicy(tx, { id: policyId });
  const current = policy && (await findCurrentBelief(tx, periodId));
  return current ? { policy, current } : null;
}
