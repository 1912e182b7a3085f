import { createHash } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import {
  findHeardEvent,
  findTopUp,
  insertHeardEvent,
  insertTopUp,
  lockTopUp,
  updateCheckout,
  updateTopUpEnd,
} from '../db/top-ups.ts';
import { assertSameOrder, orderTopUp, type PaymentOutcome, type TopUp } from '../domain/top-up.ts';
import type { PaymentEvent, PaymentMessage, PaymentProvider } from '../ports/payment-provider.ts';
import { moveCredits } from './move-credits.ts';

/** Credits for money, through one provider. */
export class Payments {
  readonly #provider: PaymentProvider;

  constructor(provider: PaymentProvider) {
    this.#provider = provider;
  }

  /** Header that carries the provider's signature. */
  get signatureHeader(): string {
    return this.#provider.signatureHeader;
  }

  /**
   * Opens a purchase, or answers the one that the same request opened before.
   *
   * @throws {InvalidInputError} naming the field that breaks a rule
   * @throws {ConflictError} when the id stands for another purchase
   */
  async topUp(services: Services, viewer: Viewer, input: { id: string; credits: number }): Promise<TopUp> {
    if (!isUuid(input.id)) throw new InvalidInputError('input.id', 'The id is a UUID made by the client.');
    const order = orderTopUp(viewer.memberId, input);
    const { db, now } = services;
    await db.write.transaction((tx) => insertTopUp(tx, order, this.#provider.name, now()));
    const stored = await getTopUp(services, order.id);
    assertSameOrder(stored, order);
    if (stored.state !== 'PENDING' || stored.checkoutUrl !== null) return stored;
    // Outside every transaction. Whoever comes second is answered the same checkout.
    const { sessionId, url: checkoutUrl } = await this.#provider.openCheckout(order);
    await db.write.transaction((tx) => updateCheckout(tx, order.id, { sessionId, checkoutUrl }));
    return getTopUp(services, order.id);
  }

  /**
   * Hears the provider: credits what was paid, once, however often it is told.
   *
   * @throws {UntrustedMessageError} when it is not from the provider
   * @throws {ConflictError} when another event was heard under the same id
   */
  async hear(services: Services, message: PaymentMessage): Promise<PaymentOutcome> {
    const event = await this.#provider.readMessage(message);
    return services.db.write.transaction((tx) => this.#take(tx, services, event));
  }

  async #take(tx: Tx, services: Services, event: PaymentEvent): Promise<PaymentOutcome> {
    const topUp = event.topUpId === null ? null : await lockTopUp(tx, event.topUpId);
    const outcome = outcomeOf(topUp, event);
    const heard = { provider: this.#provider.name, eventId: event.id, bodyDigest: digestOf(event) };
    if (!(await insertHeardEvent(tx, { ...heard, outcome, receivedAt: services.now() }))) {
      if ((await findHeardEvent(tx, heard)) === heard.bodyDigest) return 'NOTHING';
      throw new ConflictError('Another event was heard under this id.');
    }
    if (outcome === 'NOTHING' || !topUp) {
      services.log.info({ event }, 'a payment event changed nothing');
      return outcome;
    }
    await endTopUp(tx, services, topUp, { outcome, cause: `${heard.provider}:${heard.eventId}` });
    return outcome;
  }
}

/** By its meaning: a provider may deliver the same event with another count of deliveries in it. */
const digestOf = ({ kind, topUpId, paidWon }: PaymentEvent): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, topUpId, paidWon]))
    .digest('base64url');

/** A purchase ends once, and is credited only for its whole price. */
function outcomeOf(topUp: TopUp | null, { kind, paidWon }: PaymentEvent): PaymentOutcome {
  if (topUp?.state !== 'PENDING') return 'NOTHING';
  if (kind === 'PAID') return paidWon === topUp.priceWon ? 'CREDITED' : 'NOTHING';
  return kind === 'FAILED' ? 'FAILED' : 'NOTHING';
}

async function endTopUp(
  tx: Tx,
  services: Services,
  { id, memberId, credits }: TopUp,
  { outcome, cause }: { readonly outcome: PaymentOutcome; readonly cause: string },
): Promise<void> {
  const isPaid = outcome === 'CREDITED';
  await updateTopUpEnd(tx, id, isPaid ? 'PAID' : 'FAILED', services.now());
  if (!isPaid) return;
  const movement = {
    memberId,
    kind: 'TOP_UP',
    amount: credits,
    purpose: 'TOP_UP',
    purposeId: id,
    cause,
  } as const;
  await moveCredits(tx, services, movement);
}

async function getTopUp({ db }: Services, id: string): Promise<TopUp> {
  const topUp = await findTopUp(db.write, id);
  if (!topUp) throw new Error(`top-up ${id} is gone`);
  return topUp;
}
