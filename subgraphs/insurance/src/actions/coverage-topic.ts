import type { Tx } from '@moim/kit/db/database.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { advancePolicy } from '../db/policies.ts';
import { insertChange } from '../db/coverage-changes.ts';

export const coverageTopic = (memberId: string): string => wakeUpTopic('coverage', memberId);

export interface PolicyChange {
  readonly policyId: string;
  readonly holderId: string;
  readonly periodId: string;
  /** The policy's carry after the change, in sixtieths of a won. */
  readonly carry: number;
}

/** Writes the holder's next change, and wakes who follows it once it is there to be read. */
export async function logChange(
  tx: Tx,
  { bus, now }: Pick<Services, 'bus' | 'now'>,
  { policyId, holderId, periodId, carry }: PolicyChange,
): Promise<void> {
  const seq = await advancePolicy(tx, policyId, carry);
  await insertChange(tx, { policyId, seq, periodId, at: now() });
  tx.afterCommit(() => void bus.publish(coverageTopic(holderId), { seq }));
}
