import type { TopUpOrder } from '../domain/top-up.ts';

export interface Checkout {
  /** The provider's own id of the payment. */
  readonly sessionId: string;
  /** Where the member pays: a path of our own, or an address of the provider. */
  readonly url: string;
}

/** What a provider's event says, in our words. */
export interface PaymentEvent {
  /** The provider's id: the same event sent again has the same. */
  readonly id: string;
  /** OTHER: it changes no top-up. */
  readonly kind: 'PAID' | 'FAILED' | 'OTHER';
  /** Null for OTHER. */
  readonly topUpId: string | null;
  /** What was paid; null unless PAID. */
  readonly paidWon: number | null;
}

/** As the provider sent it to our webhook. */
export interface PaymentMessage {
  /** Byte for byte: the signature is over it. */
  readonly body: string;
  /** Null when there was none. */
  readonly signature: string | null;
}

/** Who takes the members' money. Credits come only by a verified event, never by a returning browser. */
export interface PaymentProvider {
  /** Stored with each top-up. */
  readonly name: string;
  /** Header that carries the signature. */
  readonly signatureHeader: string;
  /** Asked again for the same order it answers the same checkout. */
  openCheckout(order: TopUpOrder): Promise<Checkout>;
  /** @throws {UntrustedMessageError} when the message is not from the provider, or was changed */
  readMessage(message: PaymentMessage): Promise<PaymentEvent>;
}
