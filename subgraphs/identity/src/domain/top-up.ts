import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';

export type TopUpState = 'PENDING' | 'PAID' | 'FAILED';
/** What hearing an event of the payment provider did. */
export type PaymentOutcome = 'CREDITED' | 'FAILED' | 'NOTHING';

const maxTopUpCredits = 100_000;
/** Price of one credit, value added tax included. Our own price list. */
const wonPerCredit = 10;

export interface TopUpOrder {
  readonly id: string;
  readonly memberId: string;
  readonly credits: number;
  readonly priceWon: number;
}

export interface TopUp extends TopUpOrder {
  readonly state: TopUpState;
  readonly sessionId: string | null;
  readonly checkoutUrl: string | null;
}

/** @throws {InvalidInputError} naming the field that breaks a rule */
export function orderTopUp(memberId: string, { id, credits }: { id: string; credits: number }): TopUpOrder {
  if (credits < 1 || credits > maxTopUpCredits)
    throw new InvalidInputError('input.credits', `1 to ${maxTopUpCredits} credits are bought at once.`);
  return { id: id.toLowerCase(), memberId, credits, priceWon: credits * wonPerCredit };
}

/** @throws {ConflictError} when the id stands for another purchase */
export function assertSameOrder(stored: TopUpOrder, order: TopUpOrder): void {
  if (stored.memberId !== order.memberId || stored.credits !== order.credits)
    throw new ConflictError('This id already stands for another purchase; make a new one.');
}
