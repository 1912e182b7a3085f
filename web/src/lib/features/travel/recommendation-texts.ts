import type { RecommendationState } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** Asked before anything is charged; the server names the same price on each recommendation. */
export const recommendationPriceCredits = 100;

/** The way to a suggestion, in order. */
export const recommendationSteps = ['REQUESTED', 'GENERATING', 'CREATED'] as const;

export function hasEnded(state: RecommendationState): boolean {
  return state === 'CREATED' || state === 'DECLINED' || state === 'REFUNDED';
}

export function recommendationStateName(state: RecommendationState): string {
  return {
    REQUESTED: m.rec_state_requested,
    GENERATING: m.rec_state_generating,
    CREATED: m.rec_state_created,
    DECLINED: m.rec_state_declined,
    REFUNDED: m.rec_state_refunded,
  }[state]();
}

/** Why nothing was charged, and what can be done about it. */
export function refusalText(reason: string | null): string {
  return (refusals[reason ?? ''] ?? m.rec_refused_other)();
}

const refusals: Record<string, () => string> = {
  CREDITS_TOO_FEW: m.rec_refused_credits,
  EXPIRED: m.rec_refused_expired,
  GENERATION_FAILED: m.rec_refused_generation,
  MEMBER_WITHDRAWN: m.rec_refused_withdrawn,
};

interface Reason {
  readonly code: string;
  readonly value: number | null;
}

/** Why this place, in one short sentence; null for a reason that this version has no words for. */
export function reasonText({ code, value }: Reason, locale: string): string | null {
  return reasons[code]?.(value, locale) ?? null;
}

type Word = (value: number | null, locale: string) => string;

/** With the number where there is one, without it else. */
function withNumber(
  options: Intl.NumberFormatOptions,
  text: (amount: { amount: string }) => string,
  plain: () => string,
): Word {
  return (value, locale) =>
    value === null ? plain() : text({ amount: value.toLocaleString(locale, options) });
}

const reasons: Record<string, Word> = {
  SIMILAR_SIZE: withNumber(
    { notation: 'compact' },
    m.rec_reason_similar_size_people,
    m.rec_reason_similar_size,
  ),
  NEAR_BY: withNumber({ maximumFractionDigits: 0 }, m.rec_reason_near_km, m.rec_reason_near),
  SIMILAR_LATITUDE: withNumber(
    { maximumFractionDigits: 1 },
    m.rec_reason_similar_latitude_degrees,
    m.rec_reason_similar_latitude,
  ),
  DAYLIGHT: withNumber({ maximumFractionDigits: 1 }, m.rec_reason_daylight_hours, m.rec_reason_daylight),
  HOLIDAY: (value) => (value === null ? m.rec_reason_holiday() : m.rec_reason_holidays({ count: value })),
  NEW_PLACE: () => m.rec_reason_new_place(),
};
