import type { IcsEntry } from '../domain/ics.ts';
import type { Override, WallTime } from '../domain/event.ts';
import { maxMinutesBefore, maxRemindersPerEvent } from '../domain/limits.ts';
import type { IcsBlock } from './ics-blocks.ts';
import { dayS, secondsOf } from './ics-duration.ts';
import { readRule } from './ics-rule.ts';
import { type IcsSurroundings, readDuration, readStart, readWalls } from './ics-times.ts';
import { findAll, findOne, type JcalComponent, parseBlock, textOf, toComponent } from './jcal.ts';
import { midnightOf, toInstant, toWall } from './zones.ts';

/** An entry before masters and overrides find each other. */
export interface ReadEvent extends IcsEntry {
  /** RECURRENCE-ID as a wall time of `timeZone`; null for a master. */
  readonly recurrenceWall: WallTime | null;
  readonly isCancelled: boolean;
}

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
