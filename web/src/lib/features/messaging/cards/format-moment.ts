import { type DateStyle, formatDay, formatTime } from '#lib/format/dates.ts';
import { m } from '#lib/paraglide/messages.js';

/** Day and time of an instant, the day as one says it: 오늘 오후 3:04. */
export const formatMoment = (instant: string, style: DateStyle): string =>
  m.day_and_time({ day: formatDay(instant, style), time: formatTime(instant, style) });
