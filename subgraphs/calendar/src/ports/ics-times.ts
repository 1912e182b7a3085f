import type { Timing, WallTime } from '../domain/event.ts';
import { UnreadableEntry } from '../domain/ics.ts';
import { dayS, secondsOf } from './ics-duration.ts';
import type { ResolveZone } from './ics-zones.ts';
import { findOne, type JcalComponent, type JcalProperty, textOf } from './jcal.ts';
import { dateOf, midnightOf, secondsBetween, timeOf, toInstant, toWall } from './zones.ts';

/** What the reader of a file knows beside the entry. */
export interface IcsSurroundings {
  readonly resolveZone: ResolveZone;
  /** For days, and for times without a zone. */
  readonly timeZone: string;
}

/** When an entry begins: by the wall, and in the world. */
export interface Start {
  readonly timing: Timing;
  readonly at: Date;
}

/** @throws {UnreadableEntry} when it has no start, or none that is a time */
export function readStart(event: JcalComponent, surroundings: IcsSurroundings): Start {
  const property = findOne(event, 'dtstart');
  if (!property) throw new UnreadableEntry('NO_START', 'DTSTART is missing.');
  const { wall, timeZone, isDate } = readTime(property, property[3], surroundings);
  const startsWall = isDate ? midnightOf(wall) : wall;
  const timing = { startsWall, durationS: 0, timeZone, isAllDay: isDate };
  return { timing, at: toInstant(startsWall, timeZone) };
}

interface ReadTime {
  readonly wall: WallTime;
  readonly timeZone: string;
  readonly isDate: boolean;
}

/** A value as wall time, and the zone that it is written in. */
function readTime([, parameters]: JcalProperty, value: unknown, surroundings: IcsSurroundings): ReadTime {
  const raw: unknown = Array.isArray(value) ? value[0] : value; // a period begins with its start
  const [, date, time, utc] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(Z?)|T::)?$/.exec(String(raw)) ?? [];
  // `T::`: a day without VALUE=DATE, as old programs write it.
  if (date === undefined || !isDay(date))
    throw new UnreadableEntry('MALFORMED', `${JSON.stringify(raw)} is no date.`);
  if (time === undefined) return { wall: date, timeZone: surroundings.timeZone, isDate: true };
  const { tzid } = parameters;
  const timeZone =
    utc === 'Z' ? 'UTC' : typeof tzid === 'string' ? zoneOf(tzid, surroundings) : surroundings.timeZone;
  return { wall: `${date}T${time}`, timeZone, isDate: false };
}

/** The 30th of February is none. */
function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

function zoneOf(tzid: string, { resolveZone }: IcsSurroundings): string {
  const zone = resolveZone(tzid);
  if (zone === null) throw new UnreadableEntry('UNKNOWN_TIME_ZONE', `Nobody knows the zone "${tzid}".`);
  return zone;
}

/**
 * In seconds; whole days of an all-day entry.
 *
 * @throws {UnreadableEntry} for an end before the start or after more than a year
 */
export function readDuration(event: JcalComponent, start: Start, surroundings: IcsSurroundings): number {
  const seconds = rawDuration(event, start, surroundings);
  const { isAllDay } = start.timing;
  if (seconds < 0) throw new UnreadableEntry('ENDS_BEFORE_START', 'DTEND is before DTSTART.');
  if (seconds > 367 * dayS) throw new UnreadableEntry('MALFORMED', 'It lasts longer than a year.');
  return isAllDay ? Math.max(dayS, Math.ceil(seconds / dayS) * dayS) : seconds;
}

function rawDuration(event: JcalComponent, start: Start, surroundings: IcsSurroundings): number {
  const end = findOne(event, 'dtend');
  if (!end) return secondsOf(textOf(event, 'duration') ?? 'PT0S');
  const { wall, timeZone, isDate } = readTime(end, end[3], surroundings);
  if (start.timing.isAllDay) return secondsBetween(start.timing.startsWall, midnightOf(wall));
  const endsAt = toInstant(isDate ? midnightOf(wall) : wall, timeZone);
  return Math.round((endsAt.getTime() - start.at.getTime()) / 1000);
}

/** Times of an EXDATE, RDATE or RECURRENCE-ID in the zone of the event; a day means its time on that day. */
export function readWalls(property: JcalProperty, timing: Timing, surroundings: IcsSurroundings): WallTime[] {
  const [, , , ...values] = property;
  return values.map((value) => {
    const { wall, timeZone, isDate } = readTime(property, value, surroundings);
    if (timing.isAllDay)
      return midnightOf(isDate ? wall : dateOf(toWall(toInstant(wall, timeZone), timing.timeZone)));
    if (isDate) return `${wall}T${timeOf(timing.startsWall)}`;
    return timeZone === timing.timeZone ? wall : toWall(toInstant(wall, timeZone), timing.timeZone);
  });
}
