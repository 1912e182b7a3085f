import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { withinReach } from '../domain/cover.ts';
import { endPeriod } from './end-period.ts';
import { lockPeriod } from './lock-period.ts';

export interface FinishedParking {
  readonly coveragePeriodId: string;
  /** Who drove: only their own cover ends. */
  readonly memberId: string;
  readonly finishedAt: Date;
}

/** The car is parked: cover that was tied to the parking ends then, if it still runs. */
export async function endCoverByParking(tx: Tx, services: Services, parking: FinishedParking): Promise<void> {
  const locked = await lockPeriod(tx, parking.coveragePeriodId);
  if (!locked || locked.policy.holderId !== parking.memberId || locked.current.endsAt) return;
  const at = withinReach(locked.current, parking.finishedAt, services.now());
  await endPeriod(tx, services, { ...locked, end: { at, by: 'PARKING' } });
}
