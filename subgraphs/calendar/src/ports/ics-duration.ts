import { UnreadableEntry } from '../domain/ics.ts';

export const dayS = 86_400;

/**
 * RFC 5545 DURATION in seconds.
 *
 * @throws {UnreadableEntry} for any other text
 */
export function secondsOf(duration: string): number {
  const [, sign, weeks, days, hours, minutes, seconds] =
    /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(duration) ?? [];
  if (sign === undefined) throw new UnreadableEntry('MALFORMED', `"${duration}" is no duration.`);
  const count = (text: string | undefined, unit: number) => Number(text ?? 0) * unit;
  const total =
    count(weeks, 7 * dayS) + count(days, dayS) + count(hours, 3600) + count(minutes, 60) + count(seconds, 1);
  return sign === '-' ? -total : total;
}
