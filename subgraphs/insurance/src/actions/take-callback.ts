import { createHash } from 'node:crypto';
import type { Tx } from '@moim/kit/db/database.ts';
import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { confirmPeriod } from '../db/coverage-periods.ts';
import {
  type CallbackRow,
  countDelivery,
  findSettleable,
  insertCallback,
  lockCallback,
  quarantine,
  settleCallback,
} from '../db/insurer-callbacks.ts';
import { type Callback, type CallbackOutcome, isPossible } from '../domain/callback.ts';
import { withinReach } from '../domain/cover.ts';
import { type Actor, insurerActor, systemActor } from './asker.ts';
import { logChange } from './coverage-topic.ts';
import { endPeriod } from './end-period.ts';
import { type LockedPeriod, lockPeriod } from './lock-period.ts';
import { recordAccess } from './record-access.ts';

export interface Delivery {
  readonly callback: Callback;
  /** As received, byte for byte: what the signature was made over. */
  readonly body: string;
  readonly address: string;
}

/** The same event (`eventId`) was told before, with another body. Kept aside for a person to look at. */
class AlteredCallbackError extends ConflictError {
  constructor() {
    super('This event was told before with another body; both are kept, and nothing was changed.', 'eventId');
  }
}

const afterStart = () =>
  new InvalidInputError('effectiveAt', 'Cover cannot have ended then: before its start, or in the future.');

/**
 * Takes in what the insurer says, once for each event: the earliest end wins, everything else is a
 * recorded no-op.
 *
 * @throws {AlteredCallbackError} for another body under a known event; only the quarantine is written
 * @throws {InvalidInputError} naming `effectiveAt` when cover cannot have ended then; that is recorded
 */
export async function takeCallback(services: Services, delivery: Delivery): Promise<CallbackOutcome> {
  const payloadHash = createHash('sha256').update(delivery.body).digest();
  const outcome = await services.db.write.transaction((tx) => take(tx, services, delivery, payloadHash));
  if (outcome === 'ALTERED') throw new AlteredCallbackError();
  if (outcome === 'REFUSED') throw afterStart();
  return outcome;
}

type Taken = CallbackOutcome | 'ALTERED';

async function take(tx: Tx, services: Services, delivery: Delivery, payloadHash: Buffer): Promise<Taken> {
  const { callback, body, address } = delivery;
  const { eventId, policyNumber, periodId, effectiveAt } = callback;
  const receivedAt = services.now();
  const fresh = { eventId, payloadHash, policyNumber, periodId, effectiveAt, receivedAt };
  const isFirst = await insertCallback(tx, { ...fresh, outcome: 'PARKED' });
  if (isFirst) return settle(tx, services, callback, insurerActor(address));
  const known = await lockCallback(tx, eventId);
  if (known?.payloadHash.equals(payloadHash)) return repeat(tx, known);
  await quarantine(tx, { eventId, payloadHash, body, receivedAt });
  services.log.error({ eventId }, 'an insurer callback came with another body under a known id');
  return 'ALTERED';
}

/** As it was answered the first time, but that what ended cover then is nothing new now. */
async function repeat(tx: Tx, { eventId, outcome }: CallbackRow): Promise<CallbackOutcome> {
  await countDelivery(tx, eventId);
  return outcome === 'ENDED' ? 'NOOP' : outcome;
}

async function settle(
  tx: Tx,
  services: Services,
  callback: Callback,
  actor: Actor,
): Promise<CallbackOutcome> {
  const locked = await lockPeriod(tx, callback.periodId);
  if (!locked || locked.policy.number !== callback.policyNumber) return 'PARKED';
  const outcome = await apply(tx, services, locked, callback);
  await settleCallback(tx, callback.eventId, { outcome, settledAt: services.now() });
  const fields = outcome === 'ENDED' ? ['endsAt'] : [];
  await recordAccess(tx, services, [
    { policyId: locked.policy.id, actor, task: 'CALLBACK', fields, ticket: callback.eventId.slice(0, 40) },
  ]);
  return outcome;
}

async function apply(
  tx: Tx,
  services: Services,
  { policy, current }: LockedPeriod,
  { effectiveAt }: Callback,
): Promise<CallbackOutcome> {
  const now = services.now();
  if (!isPossible(current, effectiveAt, now)) return 'REFUSED';
  const at = withinReach(current, effectiveAt, now);
  const isFirstWord = await confirmPeriod(tx, current.periodId, now);
  if (await endPeriod(tx, services, { policy, current, end: { at, by: 'INSURER' } })) return 'ENDED';
  const { holderId, id: policyId, carrySixtieths: carry } = policy;
  if (isFirstWord) await logChange(tx, services, { policyId, holderId, periodId: current.periodId, carry });
  return 'NOOP';
}

/**
 * Takes in what waited for its policy or period to be known here.
 *
 * @returns how many were settled
 */
export async function settleParkedCallbacks(services: Services): Promise<number> {
  const eventIds = await findSettleable(services.db.write, 100);
  for (const eventId of eventIds)
    await services.db.write.transaction(async (tx) => {
      const parked = await lockCallback(tx, eventId);
      if (parked?.outcome === 'PARKED') await settle(tx, services, parked, systemActor);
    });
  return eventIds.length;
}
