import { type DateStyle, dayKey, formatDay, formatTime } from '#lib/format/dates.ts';
import { m } from '#lib/paraglide/messages.js';

/** Day and time of an instant, the day as one says it: 오늘 오후 3:04. */
export const formatMoment = (instant: string, style: DateStyle): string =>
  m.day_and_time({ day: formatDay(instant, style), time: formatTime(instant, style) });

/** Both ends of a move; the day is said once when it stays. */
export function formatMove(from: string, to: string, style: DateStyle): { from: string; to: string } {
  const isSameDay = dayKey(from, style) === dayKey(to, style);
  return {
    from: formatMoment(from, style),
    to: isSameDay ? formatTime(to, style) : formatMoment(to, style),
  };
}
