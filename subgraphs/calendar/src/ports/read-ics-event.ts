import { parseRule } from '../domain/recurrence-rule.ts';
import { type IcsEntry, UnreadableEntry } from '../domain/ics.ts';
import type { Override, Timing, WallTime } from '../domain/event.ts';
import { maxMinutesBefore, maxRemindersPerEvent } from '../domain/limits.ts';
import type { IcsBlock } from './ics-blocks.ts';
import type { ResolveZone } from './ics-zones.ts';
import {
  findAll,
  findOne,
  type JcalComponent,
  type JcalProperty,
  parseBlock,
  textOf,
  toComponent,
} from './jcal.ts';
import { dateOf, midnightOf, secondsBetween, timeOf, toInstant, toWall } from './zones.ts';

/** What the reader of a file knows beside the entry. */
export interface IcsSurroundings {
  readonly resolveZone: ResolveZone;
  /** For days, and for times without a zone. */
  readonly timeZone: string;
}

/** An entry before masters and overrides find each other. */
export interface ReadEvent extends IcsEntry {
  /** RECURRENCE-ID as a wall time of `timeZone`; null for a master. */
  readonly recurrenceWall: WallTime | null;
  readonly isCancelled: boolean;
}

const dayS = 86_400;
const maxTitle = 200;

/** Properties that have a column; DTSTAMP is written anew. */
const mapped = new Set(
  'uid dtstart dtend duration rrule rdate exdate summary description location transp recurrence-id dtstamp'.split(
    ' ',
  ),
);

/** @throws {UnreadableEntry} naming what cannot be read */
export function readIcsEvent(block: IcsBlock, surroundings: IcsSurroundings): ReadEvent {
  const event = parseBlock(block);
  const start = readStart(event, surroundings);
  const timing = { ...start.timing, durationS: readDuration(event, start, surroundings) };
  const recurrence = findOne(event, 'recurrence-id');
  const summary = textOf(event, 'summary') ?? '—';
  const title = [...summary.replaceAll(/\s+/g, ' ')].slice(0, maxTitle).join('');
  const alarms = event.components.filter((each) => minutesOfAlarm(each) !== null);
  return {
    line: block.line,
    uid: textOf(event, 'uid') ?? `line-${block.line}@${start.timing.startsWall}`,
    sequence: Number(textOf(event, 'sequence') ?? 0) || 0,
    title,
    ...{ description: textOf(event, 'description'), location: textOf(event, 'location') },
    ...timing,
    startsAt: start.at,
    recurrenceRule: readRule(block),
    rdates: findAll(event, 'rdate').flatMap((each) => readWalls(each, timing, surroundings)),
    exdates: findAll(event, 'exdate').flatMap((each) => readWalls(each, timing, surroundings)),
    overrides: [],
    blocksTime: textOf(event, 'transp')?.toUpperCase() !== 'TRANSPARENT',
    reminderMinutes: distinct(alarms.flatMap((each) => minutesOfAlarm(each) ?? [])),
    extra: extraOf(event, title === summary ? null : summary, alarms),
    recurrenceWall: recurrence ? (readWalls(recurrence, timing, surroundings)[0] ?? null) : null,
    isCancelled: textOf(event, 'status')?.toUpperCase() === 'CANCELLED',
  };
}

const distinct = (minutes: readonly number[]): number[] =>
  [...new Set(minutes)].sort((a, b) => a - b).slice(0, maxRemindersPerEvent);

interface Start {
  readonly timing: Timing;
  readonly at: Date;
}

function readStart(event: JcalComponent, surroundings: IcsSurroundings): Start {
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

function readDuration(event: JcalComponent, start: Start, surroundings: IcsSurroundings): number {
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

/** RFC 5545 DURATION in seconds. */
function secondsOf(duration: string): number {
  const [, sign, weeks, days, hours, minutes, seconds] =
    /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(duration) ?? [];
  if (sign === undefined) throw new UnreadableEntry('MALFORMED', `"${duration}" is no duration.`);
  const count = (text: string | undefined, unit: number) => Number(text ?? 0) * unit;
  const total =
    count(weeks, 7 * dayS) + count(days, dayS) + count(hours, 3600) + count(minutes, 60) + count(seconds, 1);
  return sign === '-' ? -total : total;
}

/** Times of an EXDATE, RDATE or RECURRENCE-ID in the zone of the event; a day means its time on that day. */
function readWalls(property: JcalProperty, timing: Timing, surroundings: IcsSurroundings): WallTime[] {
  const [, , , ...values] = property;
  return values.map((value) => {
    const { wall, timeZone, isDate } = readTime(property, value, surroundings);
    if (timing.isAllDay)
      return midnightOf(isDate ? wall : dateOf(toWall(toInstant(wall, timeZone), timing.timeZone)));
    if (isDate) return `${wall}T${timeOf(timing.startsWall)}`;
    return timeZone === timing.timeZone ? wall : toWall(toInstant(wall, timeZone), timing.timeZone);
  });
}

/** From the text itself, so that it is kept as written. */
function readRule({ lines }: IcsBlock): string | null {
  const values = topLines(lines).flatMap(
    (line) => /^(RRULE|EXRULE)[^:]*:(.*)$/i.exec(line)?.slice(1, 3) ?? [],
  );
  if (values.length === 0) return null;
  if (values.length > 2 || values[0]?.toUpperCase() === 'EXRULE')
    throw new UnreadableEntry('INVALID_RULE', 'Only one RRULE and no EXRULE is understood.');
  const rule = (values[1] ?? '').trim();
  try {
    parseRule(rule);
  } catch (error) {
    throw new UnreadableEntry('INVALID_RULE', error instanceof Error ? error.message : rule);
  }
  return rule;
}

/** Those of the event itself, not of an alarm in it. */
function topLines(lines: readonly string[]): string[] {
  let depth = 0;
  return lines.filter((line) => {
    if (/^BEGIN:/i.test(line)) depth += 1;
    if (/^END:/i.test(line)) depth -= 1;
    return depth === 1;
  });
}

/** Minutes before the start; null for an alarm that we cannot ring as it is meant. */
function minutesOfAlarm(value: unknown): number | null {
  const alarm = toComponent(value);
  const trigger = findOne(alarm, 'trigger');
  if (alarm.name !== 'valarm' || trigger?.[2] !== 'duration' || trigger[1]['related'] === 'END') return null;
  if (textOf(alarm, 'repeat') !== null || textOf(alarm, 'action')?.toUpperCase() !== 'DISPLAY') return null;
  const seconds = -secondsOf(String(trigger[3]));
  const minutes = seconds / 60;
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= maxMinutesBefore ? Math.abs(minutes) : null;
}

/** Nothing that somebody wrote is lost: it goes out again as it came in. */
function extraOf(event: JcalComponent, longSummary: string | null, alarms: readonly unknown[]): unknown[] {
  const properties = event.properties.filter(([name]) => !mapped.has(name));
  const components = event.components.filter((each) => !alarms.includes(each));
  const kept =
    longSummary === null ? properties : [...properties, ['x-moim-summary', {}, 'text', longSummary]];
  return kept.length + components.length === 0 ? [] : [kept, components];
}

/** What differs from the series; null: as in the series. */
export function toOverride(event: ReadEvent, master: IcsEntry, recurrenceWall: WallTime): Override {
  const inZone = (wall: WallTime) =>
    event.timeZone === master.timeZone ? wall : toWall(toInstant(wall, event.timeZone), master.timeZone);
  return {
    recurrenceWall,
    startsWall: master.isAllDay ? midnightOf(event.startsWall) : inZone(event.startsWall),
    durationS: master.isAllDay ? Math.max(dayS, event.durationS) : event.durationS,
    title: event.title === master.title ? null : event.title,
    description: event.description === master.description ? null : event.description,
    location: event.location === master.location ? null : event.location,
    ...{ hasOwnRoom: false, meetingRoomId: null, extra: event.extra },
  };
}
