/** A day of the calendar without a time or a zone, `2026-11-21`. Such keys sort as they follow each other. */
export type DayKey = string;

const dayMs = 86_400_000;

export function addDays(day: DayKey, count: number): DayKey {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one to the other; negative when `until` comes first. */
export function daysFrom(day: DayKey, until: DayKey): number {
  return Math.round((Date.parse(until) - Date.parse(day)) / dayMs);
}

/** The same day of another month; its last day where the month is shorter. */
export function addMonths(day: DayKey, count: number): DayKey {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastDate = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, lastDate))).toISOString().slice(0, 10);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(day: DayKey): number {
  return new Date(day).getUTCDay();
}

/** @param firstWeekday - 0 when weeks begin on Sunday, 1 for Monday */
export function startOfWeek(day: DayKey, firstWeekday: number): DayKey {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}

export function weekOf(day: DayKey, firstWeekday: number): readonly DayKey[] {
  return daysAfter(startOfWeek(day, firstWeekday), 7);
}

/** The six weeks in which the month of `day` is shown: always six, so that the page does not jump. */
export function weeksOfMonth(day: DayKey, firstWeekday: number): readonly (readonly DayKey[])[] {
  const first = startOfWeek(`${day.slice(0, 8)}01`, firstWeekday);
  return Array.from({ length: 6 }, (_, week) => daysAfter(addDays(first, week * 7), 7));
}

export function daysAfter(first: DayKey, count: number): readonly DayKey[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/** Sunday in Korea and the United States, Monday in most of Europe: as the browser's own language says. */
export function firstWeekdayOf(language: string): number {
  const locale: Intl.Locale & { getWeekInfo?: () => { readonly firstDay: number } } = new Intl.Locale(
    language,
  );
  return (locale.getWeekInfo?.().firstDay ?? 7) % 7;
}
