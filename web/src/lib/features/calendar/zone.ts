import type { DayKey } from './days.ts';

/** What a clock on the wall shows. */
export interface Wall {
  readonly day: DayKey;
  /** Minutes after midnight, 0 to 1,439. */
  readonly minutes: number;
}

const minuteMs = 60_000;

/** What the clocks of `timeZone` show at that instant. */
export function wallOf(instant: string, timeZone: string): Wall {
  return wallAt(Date.parse(instant), timeZone);
}

/**
 * When the clocks of `timeZone` show that. A time that a change of clocks skips is read by the clock
 * before the change, so 02:30 becomes 03:30; of a time that comes twice it is the first.
 */
export function instantOf({ day, minutes }: Wall, timeZone: string): string {
  const asUtcMs = Date.parse(day) + minutes * minuteMs;
  const before = asUtcMs - offsetMs(asUtcMs - dayMs, timeZone);
  const after = asUtcMs - offsetMs(asUtcMs + dayMs, timeZone);
  const shows = (ms: number) => ms + offsetMs(ms, timeZone) === asUtcMs;
  const ms = shows(before) ? before : shows(after) ? after : before;
  return new Date(ms).toISOString();
}

/** A minute of the day as a form shows it, `09:05`. */
export function clockOf(minutes: number): string {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** Null for what is no time, such as an emptied field. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(clock) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

const dayMs = 86_400_000;
const pad = (value: number) => String(value).padStart(2, '0');
const formatters = new Map<string, Intl.DateTimeFormat>();

function wallAt(ms: number, timeZone: string): Wall {
  const shown = new Date(ms + offsetMs(ms, timeZone)).toISOString();
  return { day: shown.slice(0, 10), minutes: minutesOf(shown.slice(11, 16)) ?? 0 };
}

/** How far the clocks of the zone are ahead of UTC then. */
function offsetMs(ms: number, timeZone: string): number {
  const wholeMs = Math.floor(ms / 1_000) * 1_000;
  const parts = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(wholeMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeMs;
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { ...numeric, timeZone });
  formatters.set(timeZone, known);
  return known;
}

const numeric = {
  calendar: 'gregory',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;
