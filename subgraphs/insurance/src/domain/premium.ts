import type { Cover } from './cover.ts';

const minuteMs = 60_000;
/** Sixtieths of a won: what one minute costs is a whole number of them. */
const perWon = 60;

/** Full minutes of cover; a minute that has begun costs nothing. */
export function minutesOf(startsAt: Date, endsAt: Date): number {
  return Math.max(0, Math.floor((endsAt.getTime() - startsAt.getTime()) / minuteMs));
}

/** Exactly what cover costs, in sixtieths of a won. */
export const costOf = ({ startsAt, endsAt }: Ended, wonPerHour: number): number =>
  minutesOf(startsAt, endsAt) * wonPerHour;

type Ended = Pick<Cover, 'startsAt'> & { readonly endsAt: Date };

export interface Charge {
  /** Whole won for the whole period. */
  readonly premiumWon: number;
  /** What stays owed beyond the won charged for the policy, in sixtieths of a won. */
  readonly carry: number;
}

/**
 * Charges whole won and carries the rest, so that a policy's charges add up to its exact cost but
 * for less than a won. A period never pays more than its own cost rounded up: nothing for nothing,
 * also while a correction left much to carry.
 *
 * @param carry - what is owed before, in sixtieths of a won; below 0: too much was charged
 * @param cost - of this period, in sixtieths of a won
 */
export function charge(carry: number, cost: number): Charge {
  const due = Math.floor((carry + cost) / perWon);
  const premiumWon = Math.min(Math.max(due, Math.floor(cost / perWon)), Math.ceil(cost / perWon));
  return { premiumWon, carry: carry + cost - premiumWon * perWon };
}

/** What is owed once an earlier charge is taken back, in sixtieths of a won. */
export const uncharge = (carry: number, cost: number, premiumWon: number): number =>
  carry - cost + premiumWon * perWon;
