import {
  creditHoldCharged,
  creditHoldDeclined,
  creditHoldPlaced,
  creditHoldReleased,
} from '@moim/schema/contracts/identity.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent, type EventToAppend } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { CreditHold, DeclineReason, HoldEnd } from '../domain/credit-hold.ts';

type ToldHold = Pick<CreditHold, 'id' | 'memberId' | 'amount'>;
type TellServices = Pick<Services, 'newId' | 'now'>;

/** The first word about a hold: placed, or declined. */
export function tellBeginning(
  tx: Tx,
  services: TellServices,
  hold: ToldHold,
  declined: DeclineReason | null,
): Promise<void> {
  if (!declined)
    return tell(tx, services, hold, { contract: creditHoldPlaced, aggregateSeq: 1, payload: about(hold) });
  const payload = { ...about(hold), reason: declined };
  return tell(tx, services, hold, { contract: creditHoldDeclined, aggregateSeq: 1, payload });
}

/** The last word about a hold that was placed. */
export function tellEnd(tx: Tx, services: TellServices, hold: ToldHold, end: HoldEnd): Promise<void> {
  if (end.state === 'CHARGED')
    return tell(tx, services, hold, { contract: creditHoldCharged, aggregateSeq: 2, payload: about(hold) });
  const payload = { ...about(hold), reason: end.reason };
  return tell(tx, services, hold, { contract: creditHoldReleased, aggregateSeq: 2, payload });
}

const about = ({ id, memberId, amount }: ToldHold) => ({ holdId: id, memberId, amountCredits: amount });

function tell<Payload>(
  tx: Tx,
  { newId, now }: TellServices,
  { id }: ToldHold,
  event: Pick<EventToAppend<Payload>, 'contract' | 'aggregateSeq' | 'payload'>,
): Promise<void> {
  return appendEvent(tx, 'identity', { ...event, id: newId(), aggregateId: id, occurredAt: now() });
}
