import { addDays, type DayKey } from '#lib/features/calendar/days.ts';
import { instantOf } from '#lib/features/calendar/zone.ts';

const lastMinuteOfDay = 24 * 60 - 1;

/** The days on which an app may end, as of `today`: its last minute is in the future, and within two years. */
export const endDays = (today: DayKey) => ({
  first: addDays(today, 1),
  usual: addDays(today, 365),
  // The server counts 730 days to the millisecond; a change of clocks is an hour.
  last: addDays(today, 728),
});

/** When an app ends whose last day is this, on the clocks of `timeZone`; null for what is no day. */
export function endOf(day: DayKey, timeZone: string): string | null {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? instantOf({ day, minutes: lastMinuteOfDay }, timeZone) : null;
}
