import { m } from '#lib/paraglide/messages.js';

interface Reason {
  readonly code: string;
  readonly value: number | null;
}

/**
 * Why a place was suggested, in a few words that are true whoever reads them: not "you have not been
 * there". Null for a reason that this version has no words for.
 */
export function shortReason({ code, value }: Reason, locale: string): string | null {
  const amount = value?.toLocaleString(locale, { maximumFractionDigits: 0 });
  return texts[code]?.(amount) ?? null;
}

const texts: Record<string, (amount: string | undefined) => string | null> = {
  SIMILAR_SIZE: () => m.card_reason_size(),
  NEAR_BY: (amount) => (amount === undefined ? m.card_reason_near() : m.card_reason_near_km({ amount })),
  SIMILAR_LATITUDE: () => m.card_reason_latitude(),
  DAYLIGHT: (amount) => (amount === undefined ? null : m.card_reason_daylight({ amount })),
  HOLIDAY: (amount) => (amount === undefined ? null : m.card_reason_holidays({ amount })),
  NEW_PLACE: () => m.card_reason_new(),
};
