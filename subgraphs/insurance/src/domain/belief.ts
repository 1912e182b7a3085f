import { type Cover, type CoverageEnd, type End, withEnd } from './cover.ts';
import { charge, costOf, uncharge } from './premium.ts';

/** What we believe of a period now, with what it costs. */
export interface Belief extends Cover {
  /** 1, 2, 3 … within the period. */
  readonly number: number;
  readonly knownFrom: Date;
  /** Whole won for the whole period; null while it runs. */
  readonly premiumWon: number | null;
}

export interface EndedBelief extends Belief {
  readonly endsAt: Date;
  readonly endedBy: CoverageEnd;
  readonly premiumWon: number;
}

export interface Amendment {
  readonly belief: EndedBelief;
  /** The policy's carry after it, in sixtieths of a won. */
  readonly carry: number;
  /** What the correction adds to what was charged, in won; below 0 is given back. */
  readonly amountWon: number;
}

export interface AmendOptions {
  readonly wonPerHour: number;
  /** The policy's carry before, in sixtieths of a won. */
  readonly carry: number;
  readonly now: Date;
}

/** The belief that replaces this one when the period ends so; null when the end changes nothing. */
export function amend(belief: Belief, end: End, { wonPerHour, carry, now }: AmendOptions): Amendment | null {
  const cover = withEnd(belief, end);
  if (!cover) return null;
  const charged = belief.premiumWon ?? 0;
  const open = belief.endsAt
    ? uncharge(carry, costOf({ ...belief, endsAt: belief.endsAt }, wonPerHour), charged)
    : carry;
  const { premiumWon, carry: newCarry } = charge(open, costOf(cover, wonPerHour));
  return {
    belief: {
      ...cover,
      endedBy: end.by,
      number: belief.number + 1,
      knownFrom: laterThan(belief.knownFrom, now),
      premiumWon,
    },
    carry: newCarry,
    amountWon: premiumWon - charged,
  };
}

/** Beliefs follow each other, whatever the clock says. */
const laterThan = (previous: Date, now: Date): Date =>
  new Date(Math.max(now.getTime(), previous.getTime() + 1));

/** What a period costs as of an instant: the charge of an ended one, else up to then. */
export function premiumAt(
  { startsAt, endsAt, premiumWon }: Pick<Belief, 'startsAt' | 'endsAt' | 'premiumWon'>,
  { wonPerHour, carry, now }: AmendOptions,
): number {
  if (endsAt && premiumWon !== null) return premiumWon;
  return charge(carry, costOf({ startsAt, endsAt: now }, wonPerHour)).premiumWon;
}
