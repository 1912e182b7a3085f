import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';

export const coverageEnds = ['MEMBER', 'PARKING', 'CX', 'INSURER', 'WITHDRAWAL'] as const;
/** Who or what ended a period. */
export type CoverageEnd = (typeof coverageEnds)[number];

const coverageStatuses = ['PENDING', 'ON_RISK', 'CANCEL_REQUESTED', 'ENDED'] as const;
export type CoverageStatus = (typeof coverageStatuses)[number];

/** What is held true of a period: cover holds in [startsAt, endsAt). */
export interface Cover {
  readonly startsAt: Date;
  /** Null while it runs; equal to `startsAt` when it never covered anything. */
  readonly endsAt: Date | null;
  readonly endedBy: CoverageEnd | null;
}

export interface End {
  readonly at: Date;
  readonly by: CoverageEnd;
}

/**
 * The earliest end wins: an end may move earlier, never later. Null when the end changes nothing.
 *
 * @throws {RangeError} for an end before the start: whoever asks has checked or moved it
 */
export function withEnd(cover: Cover, { at, by }: End): (Cover & { readonly endsAt: Date }) | null {
  if (at < cover.startsAt) throw new RangeError('cover cannot end before it starts');
  if (cover.endsAt && at >= cover.endsAt) return null;
  return { startsAt: cover.startsAt, endsAt: at, endedBy: by };
}

/** An end that is told of at `now`, moved into the period: nobody ends cover before it began or in the future. */
export function withinReach({ startsAt }: Pick<Cover, 'startsAt'>, at: Date, now: Date): Date {
  return new Date(Math.max(startsAt.getTime(), Math.min(at.getTime(), now.getTime())));
}

/** @throws {InvalidInputError} naming `field` when nobody can have ended cover then */
export function assertPossibleEnd(
  { startsAt }: Pick<Cover, 'startsAt'>,
  at: Date,
  now: Date,
  field: string,
): void {
  if (at < startsAt) throw new InvalidInputError(field, 'Cover cannot end before it starts.');
  if (at > now) throw new InvalidInputError(field, 'An end lies in the past, or is now.');
}

/** Two periods of a policy may meet, but not overlap. All of a request for cover from now on is at fault. */
export class OverlappingCoverError extends ConflictError {
  constructor() {
    super('There is cover at this time already.', 'input');
  }
}

/** An end was asked for that is later than the one it has. */
export class EndedEarlierError extends ConflictError {
  constructor(endsAt: Date) {
    super(`This cover ended at ${endsAt.toISOString()} already; an end only moves earlier.`);
  }
}

interface Confirmable extends Cover {
  /** The insurer's first word on the end. */
  readonly confirmedAt: Date | null;
}

/** Derived, never stored. More than one may hold: ended for us, and not confirmed by the insurer yet. */
export function statusesOf(cover: Confirmable, at: Date): CoverageStatus[] {
  return coverageStatuses.filter((status) => holds[status](cover, at));
}

const holds: Record<CoverageStatus, (cover: Confirmable, at: Date) => boolean> = {
  PENDING: ({ startsAt }, at) => at < startsAt,
  ON_RISK: ({ startsAt, endsAt }, at) => startsAt <= at && (endsAt === null || at < endsAt),
  CANCEL_REQUESTED: ({ endedBy, confirmedAt }, at) =>
    (endedBy === 'MEMBER' || endedBy === 'PARKING') && (confirmedAt === null || at < confirmedAt),
  ENDED: ({ startsAt, endsAt }, at) => startsAt <= at && endsAt !== null && endsAt <= at,
};
