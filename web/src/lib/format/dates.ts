/** How a member reads dates. The zone is the member's own, not the browser's. */
export interface DateStyle {
  readonly locale: string;
  /** IANA name, e.g. `Asia/Seoul`. */
  readonly timeZone: string;
}

const dayMs = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** 오후 3:04 · 3:04 PM */
export function formatTime(instant: string, style: DateStyle): string {
  return formatter(style, { hour: 'numeric', minute: '2-digit' }).format(new Date(instant));
}

/** The whole instant with its zone, for a tooltip. */
export function formatInstant(instant: string, style: DateStyle): string {
  const parts = formatter(style, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).formatToParts(new Date(instant));
  // "27일 금 오후": one syllable that is a word by itself only between brackets.
  const text = ({ type, value }: Intl.DateTimeFormatPart) =>
    type === 'weekday' && isKorean(style) ? `(${value})` : value;
  return parts.map(text).join('');
}

/** The date with its weekday. */
export function formatDate(instant: string, style: DateStyle): string {
  return formatter(style, { weekday: 'long', month: 'long', day: 'numeric' }).format(new Date(instant));
}

/** Today, yesterday, else the date; the year only when it is not this one. */
export function formatDay(instant: string, style: DateStyle, now: Date = new Date()): string {
  const daysAgo = daysBetween(instant, now.toISOString(), style);
  if (daysAgo === 0 || daysAgo === 1) return capitalised(relative(style.locale).format(-daysAgo, 'day'));
  const isThisYear = dayKey(instant, style).slice(0, 4) === dayKey(now.toISOString(), style).slice(0, 4);
  return formatter(style, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(new Date(instant));
}

/** As short as a list needs it: the time today, a weekday or yesterday this week, else the date. */
export function formatBrief(instant: string, style: DateStyle, now: Date = new Date()): string {
  const daysAgo = daysBetween(instant, now.toISOString(), style);
  if (daysAgo <= 0) return formatTime(instant, style);
  if (daysAgo === 1) return capitalised(relative(style.locale).format(-1, 'day'));
  if (daysAgo < 7)
    return formatter(style, { weekday: isKorean(style) ? 'long' : 'short' }).format(new Date(instant));
  const isThisYear = dayKey(instant, style).slice(0, 4) === dayKey(now.toISOString(), style).slice(0, 4);
  return formatter(
    style,
    isThisYear ? { month: 'short', day: 'numeric' } : { year: 'numeric', month: 'numeric', day: 'numeric' },
  ).format(new Date(instant));
}

/** The calendar day in the member's zone as `2026-11-21`; equal keys are the same day. */
export function dayKey(instant: string, { timeZone }: DateStyle): string {
  const style = { locale: 'en-CA', timeZone };
  return formatter(style, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
}

const isKorean = ({ locale }: DateStyle): boolean => locale.startsWith('ko');

function daysBetween(earlier: string, later: string, style: DateStyle): number {
  return Math.round((Date.parse(dayKey(later, style)) - Date.parse(dayKey(earlier, style))) / dayMs);
}

function relative(locale: string): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** Building a formatter costs more than using it a hundred times. */
function formatter(
  { locale, timeZone }: DateStyle,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formatters.set(key, known);
  return known;
}
