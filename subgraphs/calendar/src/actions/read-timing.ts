import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Timing } from '../domain/event.ts';
import { maxDurationS } from '../domain/limits.ts';
import {
  addSeconds,
  dateOf,
  isZone,
  midnightOf,
  secondsBetween,
  startOfDay,
  toWall,
} from '../ports/zones.ts';

export interface TimingInput {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** IANA name. */
  readonly timeZone: string;
  readonly isAllDay?: boolean;
}

/** Instants outside are typing errors more often than plans. */
const firstYear = 1900;
const lastYear = 2199;
const dayS = 86_400;

/**
 * Instants as wall times of their zone. An all-day event takes the days that the instants fall on;
 * an end at midnight ends the day before.
 *
 * @throws {InvalidInputError} naming the field: an unknown zone, an end that is not after the start
 */
export function readTiming(input: TimingInput, path = 'input'): Timing {
  const { startsAt, endsAt, timeZone, isAllDay = false } = input;
  const refuse = (field: string, why: string) => new InvalidInputError(`${path}.${field}`, why);
  if (!isZone(timeZone)) throw refuse('timeZone', 'This is no IANA time zone.');
  if (!isPlausible(startsAt)) throw refuse('startsAt', `An event is between ${firstYear} and ${lastYear}.`);
  if (!isPlausible(endsAt)) throw refuse('endsAt', `An event is between ${firstYear} and ${lastYear}.`);
  if (endsAt <= startsAt) throw refuse('endsAt', 'An event ends after it begins.');
  const timing = isAllDay ? wholeDays(startsAt, endsAt, timeZone) : timed(startsAt, endsAt, timeZone);
  if (timing.durationS > maxDurationS) throw refuse('endsAt', 'An event lasts at most a year.');
  return timing;
}

const isPlausible = (at: Date): boolean =>
  at.getUTCFullYear() >= firstYear && at.getUTCFullYear() <= lastYear;

function timed(startsAt: Date, endsAt: Date, timeZone: string): Timing {
  const durationS = Math.max(1, Math.round((endsAt.getTime() - startsAt.getTime()) / 1000));
  return { startsWall: toWall(startsAt, timeZone), durationS, timeZone, isAllDay: false };
}

function wholeDays(startsAt: Date, endsAt: Date, timeZone: string): Timing {
  const startsWall = midnightOf(toWall(startsAt, timeZone));
  const lastDay = dateOf(toWall(endsAt, timeZone));
  const isMidnight = startOfDay(lastDay, timeZone).getTime() === endsAt.getTime();
  const endsWall = isMidnight ? midnightOf(lastDay) : addSeconds(midnightOf(lastDay), dayS);
  const durationS = Math.max(dayS, secondsBetween(startsWall, endsWall));
  return { startsWall, durationS, timeZone, isAllDay: true };
}
