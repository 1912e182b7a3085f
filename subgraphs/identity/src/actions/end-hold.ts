import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findExpiredHolds, findOpenHoldsOf, lockHold, updateHoldEnd } from '../db/credit-holds.ts';
import { type CreditHold, endOfDone, type HoldEnd, type ReleaseReason } from '../domain/credit-hold.ts';
import { moveCredits } from './move-credits.ts';
import { tellEnd } from './tell-hold.ts';

/** The work is done: charges what is held if it is still held, and is silent otherwise. */
export async function chargeHold(tx: Tx, services: Services, id: string): Promise<void> {
  const hold = await lockHold(tx, id);
  const end = hold && endOfDone(hold, services.now());
  if (hold && end) await endHold(tx, services, hold, end);
}

/** Lets go what is held, if it still is. */
export async function releaseHold(
  tx: Tx,
  services: Services,
  id: string,
  reason: ReleaseReason,
): Promise<void> {
  const hold = await lockHold(tx, id);
  if (hold?.state === 'OPEN') await endHold(tx, services, hold, { state: 'RELEASED', reason });
}

/** The caller holds the member's membership lock. */
export async function releaseHoldsOf(tx: Tx, services: Services, memberId: string): Promise<void> {
  for (const id of await findOpenHoldsOf(tx, memberId))
    await releaseHold(tx, services, id, 'MEMBER_WITHDRAWN');
}

/** Most that are looked for at once. */
const batchSize = 100;

/** Nothing stays held past its time, whoever died. Safe to repeat. */
export async function releaseExpiredHolds(services: Services): Promise<void> {
  const { db, now } = services;
  let ids: string[];
  do {
    ids = await findExpiredHolds(db.write, now(), batchSize);
    for (const id of ids) await db.write.transaction((tx) => releaseHold(tx, services, id, 'EXPIRED'));
  } while (ids.length === batchSize);
}

async function endHold(tx: Tx, services: Services, hold: CreditHold, end: HoldEnd): Promise<void> {
  const { id, memberId, amount, purpose } = hold;
  const kind = end.state === 'CHARGED' ? 'CHARGE' : 'RELEASE';
  const movement = { memberId, kind, amount, purpose, purposeId: id, cause: `end:${id}` } as const;
  await moveCredits(tx, services, movement);
  await updateHoldEnd(tx, id, end, services.now());
  await tellEnd(tx, services, hold, end);
}
