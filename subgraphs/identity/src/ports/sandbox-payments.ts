import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { TopUpOrder } from '../domain/top-up.ts';
import { UntrustedMessageError } from '../domain/untrusted-message-error.ts';
import type { Checkout, PaymentEvent, PaymentMessage, PaymentProvider } from './payment-provider.ts';

const event = z.strictObject({
  id: z.string().min(1),
  kind: z.enum(['PAID', 'FAILED', 'OTHER']),
  topUpId: z.uuid().nullable(),
  paidWon: z.int().nullable(),
});

/**
 * A payment provider without money, for demos and tests: its page is one of our own routes, and what
 * is decided there comes back as a signed message like that of a real provider.
 */
export class SandboxPayments implements PaymentProvider {
  readonly name = 'sandbox';
  readonly signatureHeader = 'x-sandbox-signature';
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  async openCheckout({ id }: TopUpOrder): Promise<Checkout> {
    const url = `/identity/payments/sandbox/${id}?token=${this.#mac(`checkout ${id}`)}`;
    return { sessionId: `sandbox_${id}`, url };
  }

  /** Whether the page was opened by its own address. */
  isCheckout(topUpId: string, token: string): boolean {
    return areEqual(token, this.#mac(`checkout ${topUpId}`));
  }

  async readMessage({ body, signature }: PaymentMessage): Promise<PaymentEvent> {
    if (signature === null || !areEqual(signature, this.#mac(body))) throw new UntrustedMessageError();
    return event.parse(JSON.parse(body));
  }

  /** The message in which the sandbox tells of its decision. */
  write(told: PaymentEvent): PaymentMessage {
    const body = JSON.stringify(told);
    return { body, signature: this.#mac(body) };
  }

  #mac(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

function areEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
