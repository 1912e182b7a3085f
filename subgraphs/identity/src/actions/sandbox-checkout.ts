import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findTopUp } from '../db/top-ups.ts';
import type { TopUp } from '../domain/top-up.ts';
import type { SandboxPayments } from '../ports/sandbox-payments.ts';
import type { Payments } from './payments.ts';

interface CheckoutAddress {
  readonly topUpId: string;
  readonly token: string;
}

/** The other side of the sandbox: its page, where a purchase is paid or given up without money. */
export class SandboxCheckout {
  readonly #sandbox: SandboxPayments;
  readonly #payments: Payments;

  constructor(sandbox: SandboxPayments, payments: Payments) {
    this.#sandbox = sandbox;
    this.#payments = payments;
  }

  /** @throws {NotFoundError} for an address that the sandbox has not given out */
  async open({ db }: Services, { topUpId, token }: CheckoutAddress): Promise<TopUp> {
    const isOurs = isUuid(topUpId) && this.#sandbox.isCheckout(topUpId, token);
    const topUp = isOurs ? await findTopUp(db.write, topUpId) : null;
    if (!topUp) throw new NotFoundError();
    return topUp;
  }

  /**
   * Tells the payer's decision to our webhook, signed, as a provider would. The same decision again is
   * the same event.
   *
   * @throws {NotFoundError} as `open`
   */
  async decide(services: Services, address: CheckoutAddress, decision: 'PAID' | 'FAILED'): Promise<void> {
    const { id, priceWon } = await this.open(services, address);
    const paidWon = decision === 'PAID' ? priceWon : null;
    const event = { id: `${decision.toLowerCase()}_${id}`, kind: decision, topUpId: id, paidWon };
    await this.#payments.hear(services, this.#sandbox.write(event));
  }
}
