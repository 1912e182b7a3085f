import { formatTime, type DateStyle } from '#lib/format/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import type { DayKey } from './days.ts';
import type { Shown } from './shown.ts';
import type { Slot } from './slot-cursor.svelte.ts';
import { instantOf } from './zone.ts';

/** "Monday, 16 November" in the language of the page. */
export function dayText(day: DayKey, locale: string, options: Intl.DateTimeFormatOptions = longDay): string {
  return formatter(locale, options).format(new Date(day));
}

export function dayRangeText(
  first: DayKey,
  last: DayKey,
  locale: string,
  month: 'long' | 'short' = 'long',
): string {
  const options = { year: 'numeric', month, day: 'numeric' } as const;
  return formatter(locale, options).formatRange(new Date(first), new Date(last));
}

export function monthText(day: DayKey, locale: string): string {
  return formatter(locale, { year: 'numeric', month: 'long' }).format(new Date(day));
}

/** From when until when, with its days: what a screen reader hears and a list shows. */
export function whenText({ startsAt, endsAt, first, last, occurrence }: Shown, style: DateStyle): string {
  if (occurrence.event.isAllDay)
    return first === last
      ? m.calendar_all_day_on({ day: dayText(first, style.locale) })
      : dayRangeText(first, last, style.locale);
  const time = timesText({ startsAt, endsAt }, style);
  return m.calendar_day_and_time({ day: dayText(first, style.locale), time });
}

/** 오후 3:00~4:00 · 3:00 – 4:00 PM */
export function timesText(
  { startsAt, endsAt }: Pick<Shown, 'startsAt' | 'endsAt'>,
  style: DateStyle,
): string {
  const options = { hour: 'numeric', minute: '2-digit', timeZone: style.timeZone } as const;
  const isOneDay = Date.parse(endsAt) - Date.parse(startsAt) < 86_400_000;
  if (!isOneDay) return m.calendar_from_until({ from: stamp(startsAt, style), until: stamp(endsAt, style) });
  if (startsAt === endsAt) return formatTime(startsAt, style);
  return formatter(style.locale, options).formatRange(new Date(startsAt), new Date(endsAt));
}

/** A piece of a day that nothing is planned in yet, as `whenText` says it. */
export function slotText({ day, from, until }: Slot, style: DateStyle): string {
  const at = (minutes: number) => instantOf({ day, minutes }, style.timeZone);
  const time = timesText({ startsAt: at(from), endsAt: at(until) }, style);
  return m.calendar_slot({ day: dayText(day, style.locale), time });
}

/** "오후 3시" or "3 PM", beside the lines of the grid. */
export function hourText(hour: number, locale: string): string {
  return formatter(locale, { hour: 'numeric' }).format(new Date(Date.UTC(2026, 0, 1, hour)));
}

/** "14:00 in Asia/Seoul", for something that was planned in another zone than the reader's. */
export function foreignTimesText(
  { startsAt, endsAt, occurrence }: Pick<Shown, 'startsAt' | 'endsAt' | 'occurrence'>,
  style: DateStyle,
): string | null {
  const { timeZone, isAllDay } = occurrence.event;
  if (isAllDay || timeZone === style.timeZone) return null;
  const time = timesText({ startsAt, endsAt }, { ...style, timeZone });
  return m.calendar_in_zone({ time, zone: zoneName(timeZone) });
}

export function zoneName(timeZone: string): string {
  return timeZone.replaceAll('_', ' ');
}

/** "GMT+9", as short as a corner needs it. */
export function offsetText(timeZone: string): string {
  const parts = formatter('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(Date.now());
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

const longDay = { weekday: 'long', month: 'long', day: 'numeric' } as const;
const formatters = new Map<string, Intl.DateTimeFormat>();

function stamp(instant: string, { locale, timeZone }: DateStyle): string {
  const options = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZone } as const;
  return formatter(locale, options).format(new Date(instant));
}

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  formatters.set(key, known);
  return known;
}
