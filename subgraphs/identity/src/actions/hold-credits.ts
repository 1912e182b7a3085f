import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertHold, isHoldKnown } from '../db/credit-holds.ts';
import { lockMemberships } from '../db/membership-versions.ts';
import type { CreditHold, DeclineReason } from '../domain/credit-hold.ts';
import { moveCredits } from './move-credits.ts';
import { tellBeginning } from './tell-hold.ts';

export const expireHoldQueue = 'identity.expire-hold';

export type HoldRequest = Omit<CreditHold, 'state'>;

/**
 * Places a hold, or declines it, and tells which. Asking again under the same id changes nothing. What
 * is held comes free at `holdUntil` by itself.
 */
export async function holdCredits(tx: Tx, services: Services, request: HoldRequest): Promise<void> {
  // Before the hold: who withdraws locks so too, and releases what is held by then.
  const [active] = await lockMemberships(tx, [request.memberId]);
  if (await isHoldKnown(tx, request.id)) return;
  const declined = await decide(tx, services, request, active !== undefined);
  await insertHold(tx, { ...request, declined, at: services.now() });
  await tellBeginning(tx, services, request, declined);
  if (declined) return;
  const options = { startAfter: request.holdUntil, singletonKey: request.id };
  await services.jobs.send(tx, expireHoldQueue, { holdId: request.id }, options);
}

async function decide(
  tx: Tx,
  services: Services,
  { id, memberId, amount, purpose }: HoldRequest,
  isActive: boolean,
): Promise<DeclineReason | null> {
  if (!isActive) return 'MEMBER_WITHDRAWN';
  const movement = { memberId, kind: 'HOLD', amount, purpose, purposeId: id, cause: `hold:${id}` } as const;
  return (await moveCredits(tx, services, movement)) ? null : 'CREDITS_TOO_FEW';
}
