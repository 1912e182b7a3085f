export type HoldState = 'OPEN' | 'DECLINED' | 'CHARGED' | 'RELEASED';
export type DeclineReason = 'CREDITS_TOO_FEW' | 'MEMBER_WITHDRAWN';
export type ReleaseReason = 'REQUESTED' | 'EXPIRED' | 'MEMBER_WITHDRAWN';

export interface CreditHold {
  readonly id: string;
  readonly memberId: string;
  readonly amount: number;
  readonly purpose: string;
  readonly state: HoldState;
  readonly holdUntil: Date;
}

export type HoldEnd =
  { readonly state: 'CHARGED' } | { readonly state: 'RELEASED'; readonly reason: ReleaseReason };

/** What becomes of a hold whose work is done; null when it has ended already. Late work is not paid for. */
export function endOfDone({ state, holdUntil }: CreditHold, now: Date): HoldEnd | null {
  if (state !== 'OPEN') return null;
  return now < holdUntil ? { state: 'CHARGED' } : { state: 'RELEASED', reason: 'EXPIRED' };
}
