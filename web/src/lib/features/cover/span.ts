import type { DateStyle } from '#lib/format/dates.ts';

const parts: Intl.DateTimeFormatOptions = {
  ...{ weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
};

/** From an instant to another, without saying the same day twice; in the member's zone. */
export function formatSpan(from: string, to: string, { locale, timeZone }: DateStyle): string {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone }).formatRange(new Date(from), new Date(to));
}

/** The same form for one instant. */
export function formatMoment(instant: string, { locale, timeZone }: DateStyle): string {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(new Date(instant));
}
