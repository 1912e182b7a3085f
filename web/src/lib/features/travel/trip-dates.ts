const dayMs = 86_400_000;

/** Days of a trip are calendar days where it goes: they have no zone, and are read in UTC on purpose. */
export interface TripDays {
  /** `2026-11-21` */
  readonly travelOn: string;
  readonly untilOn: string;
}

/** Tue, Nov 24 – Thu, Nov 26 · 11월 24일 (화)~26일 (목); with the year only when it is not that of `today`. */
export function formatTripDays({ travelOn, untilOn }: TripDays, locale: string, today: string): string {
  const isThisYear = travelOn.slice(0, 4) === today.slice(0, 4) && untilOn.slice(0, 4) === today.slice(0, 4);
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
  return format.formatRange(new Date(travelOn), new Date(untilOn));
}

/** 1 for a day trip. */
export function tripLength({ travelOn, untilOn }: TripDays): number {
  return daysFrom(travelOn, untilOn) + 1;
}

/** Tomorrow · in 12 days · 3 days ago; null while it lasts. */
export function formatTripDistance(
  { travelOn, untilOn }: TripDays,
  locale: string,
  today: string,
): string | null {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (travelOn > today) return relative.format(daysFrom(today, travelOn), 'day');
  return untilOn < today ? relative.format(-daysFrom(untilOn, today), 'day') : null;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

export function daysFrom(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / dayMs);
}
