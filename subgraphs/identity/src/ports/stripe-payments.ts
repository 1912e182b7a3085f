import type { Stripe } from 'stripe';
import type { TopUpOrder } from '../domain/top-up.ts';
import { UntrustedMessageError } from '../domain/untrusted-message-error.ts';
import type { Checkout, PaymentEvent, PaymentMessage, PaymentProvider } from './payment-provider.ts';

export interface StripeSettings {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Where the browser returns to; an absolute address. */
  readonly returnUrl: string;
  /** Another API than Stripe's, for tests. */
  readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' };
}

/** Stripe's hosted Checkout; won has no minor unit there. https://docs.stripe.com/payments/checkout */
export class StripePayments implements PaymentProvider {
  readonly name = 'stripe';
  readonly signatureHeader = 'stripe-signature';
  readonly #settings: StripeSettings;
  #client: Promise<Stripe> | undefined;

  constructor(settings: StripeSettings) {
    this.#settings = settings;
  }

  async openCheckout({ id, credits, priceWon }: TopUpOrder): Promise<Checkout> {
    const { returnUrl } = this.#settings;
    const stripe = await this.#stripe();
    const product = { name: `${credits} Moim credits` };
    const session = await stripe.checkout.sessions.create(
      {
        mode: 'payment',
        client_reference_id: id,
        line_items: [
          { quantity: 1, price_data: { currency: 'krw', unit_amount: priceWon, product_data: product } },
        ],
        success_url: returnUrl,
        cancel_url: returnUrl,
      },
      { idempotencyKey: `top-up-${id}` },
    );
    if (!session.url) throw new Error('Stripe opened a checkout without an address');
    return { sessionId: session.id, url: session.url };
  }

  async readMessage({ body, signature }: PaymentMessage): Promise<PaymentEvent> {
    const stripe = await this.#stripe();
    try {
      return toPaymentEvent(
        stripe.webhooks.constructEvent(body, signature ?? '', this.#settings.webhookSecret),
      );
    } catch (error) {
      if (error instanceof stripe.errors.StripeSignatureVerificationError) throw new UntrustedMessageError();
      throw error;
    }
  }

  /** Loaded when first needed: most installations have no Stripe account. */
  #stripe(): Promise<Stripe> {
    const { secretKey, api } = this.#settings;
    this.#client ??= import('stripe').then(
      ({ default: Client }) => new Client(secretKey, { ...api, maxNetworkRetries: 2, telemetry: false }),
    );
    return this.#client;
  }
}

/** Paid is what has been paid: a completed checkout may still wait for a bank. */
function toPaymentEvent(event: Stripe.Event): PaymentEvent {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded': {
      const { payment_status, client_reference_id, amount_total, currency } = event.data.object;
      if (payment_status !== 'paid' || currency !== 'krw') return other(event.id);
      return { id: event.id, kind: 'PAID', topUpId: client_reference_id, paidWon: amount_total };
    }
    case 'checkout.session.expired':
    case 'checkout.session.async_payment_failed': {
      const { client_reference_id: topUpId } = event.data.object;
      return { id: event.id, kind: 'FAILED', topUpId, paidWon: null };
    }
    default:
      return other(event.id);
  }
}

const other = (id: string): PaymentEvent => ({ id, kind: 'OTHER', topUpId: null, paidWon: null });
