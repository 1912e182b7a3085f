import type { Cover } from './cover.ts';

export const callbackOutcomes = ['ENDED', 'NOOP', 'PARKED', 'REFUSED'] as const;
/**
 * ENDED: it set or moved the end. NOOP: an earlier end was known. PARKED: its policy or period is not
 * known yet. REFUSED: cover cannot have ended then.
 */
export type CallbackOutcome = (typeof callbackOutcomes)[number];

/** What the insurer says: this cover ended then. */
export interface Callback {
  /** Made by the insurer; the same event has the same body for ever. */
  readonly eventId: string;
  readonly policyNumber: string;
  readonly periodId: string;
  /** May be days ago. */
  readonly effectiveAt: Date;
}

/** Clocks of two companies may differ by this much. */
const clockToleranceMs = 5 * 60_000;

/** A signature is good for this long, so that a stolen request is of no use later. */
export const signatureLifetimeMs = 5 * 60_000;

/** Whether the insurer's end is one that this period can have had. */
export function isPossible({ startsAt }: Pick<Cover, 'startsAt'>, effectiveAt: Date, now: Date): boolean {
  return effectiveAt >= startsAt && effectiveAt.getTime() <= now.getTime() + clockToleranceMs;
}
