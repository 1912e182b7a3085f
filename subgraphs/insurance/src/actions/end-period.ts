import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { coverEnded } from '@moim/schema/contracts/insurance.ts';
import { closeBelief, type CurrentBelief, insertBelief, insertPremiumEntry } from '../db/coverage-beliefs.ts';
import { takeEventSeq } from '../db/coverage-periods.ts';
import type { LockedPolicy } from '../db/policies.ts';
import type { Justification } from '../domain/access.ts';
import { amend, type EndedBelief } from '../domain/belief.ts';
import type { End } from '../domain/cover.ts';
import { logChange } from './coverage-topic.ts';

export interface EndPeriod {
  readonly policy: LockedPolicy;
  readonly current: CurrentBelief;
  readonly end: End;
  readonly justification?: Justification;
}

/**
 * Ends a period, or moves its end earlier, under the policy's lock: the belief is closed, the next one
 * stands beside it, the premium is corrected by an entry, and the world is told. False when the end
 * changes nothing.
 */
export async function endPeriod(tx: Tx, services: Services, options: EndPeriod): Promise<boolean> {
  const { policy, current, end, justification } = options;
  const { wonPerHour } = current;
  const now = services.now();
  const amendment = amend(current, end, { wonPerHour, carry: policy.carrySixtieths, now });
  if (!amendment) return false;
  const { belief, carry, amountWon } = amendment;
  const { periodId } = current;
  const place = { periodId, policyId: policy.id };
  await closeBelief(tx, current, belief.knownFrom);
  await insertBelief(tx, { ...belief, ...place, ...justification });
  await insertPremiumEntry(tx, { ...place, beliefNumber: belief.number, amountWon, at: now });
  await logChange(tx, services, { ...place, holderId: policy.holderId, carry });
  await tell(tx, services, options, belief);
  return true;
}

async function tell(tx: Tx, services: Services, { policy, current }: EndPeriod, belief: EndedBelief) {
  await appendEvent(tx, 'insurance', {
    contract: coverEnded,
    id: services.newId(),
    aggregateId: current.periodId,
    aggregateSeq: await takeEventSeq(tx, current.periodId),
    payload: {
      coveragePeriodId: current.periodId,
      policyId: policy.id,
      memberId: policy.holderId,
      startsAt: belief.startsAt.toISOString(),
      endsAt: belief.endsAt.toISOString(),
      endedBy: belief.endedBy,
      premiumWon: belief.premiumWon,
      travelPlanId: current.travelPlanId,
    },
    occurredAt: services.now(),
  });
}
