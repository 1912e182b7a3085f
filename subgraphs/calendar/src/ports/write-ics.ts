import { tzlib_get_ical_block as zoneBlock } from 'timezones-ical-library';
import { z } from 'zod';
import type { Override, Schedule, WallTime } from '../domain/event.ts';
import { basic } from './expand-rule.ts';
import { jcalProperty, type JcalProperty, writeComponent, writeProperty } from './jcal.ts';
import { addSeconds } from './zones.ts';

export interface EventToWrite extends Schedule {
  readonly uid: string;
  readonly title: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly blocksTime: boolean;
  readonly updatedAt: Date;
  readonly reminderMinutes: readonly number[];
  readonly extra: readonly unknown[];
}

export interface CalendarToWrite {
  /** Null: the file says none. */
  readonly name: string | null;
  readonly timeZone: string;
  readonly events: readonly EventToWrite[];
}

/** A whole file of RFC 5545, every line ended by CRLF. */
export function writeIcs({ name, timeZone, events }: CalendarToWrite): string {
  const zones = new Set(events.filter(({ isAllDay }) => !isAllDay).map((event) => event.timeZone));
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Moim//Calendar//EN', 'CALSCALE:GREGORIAN'];
  return [
    ...head,
    ...text('x-wr-calname', name),
    `X-WR-TIMEZONE:${timeZone}`,
    ...[...zones].sort().flatMap(writeZone),
    ...events.flatMap(writeEvent),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

function writeZone(zone: string): string[] {
  const [block] = zone === 'UTC' ? [] : [zoneBlock(zone)].flat();
  return block ? [block.trim()] : [];
}

function writeEvent(event: EventToWrite): string[] {
  return [...writeOne(event, null), ...event.overrides.flatMap((override) => writeOne(event, override))];
}

function writeOne(event: EventToWrite, override: Override | null): string[] {
  const { title, description, location } = override ?? event;
  const extra = extraSchema.parse(override?.extra ?? event.extra);
  const [properties = [], components = []] = extra;
  const long = properties.find(([name]) => name === 'x-moim-summary')?.[3];
  return [
    'BEGIN:VEVENT',
    writeProperty(['uid', {}, 'text', event.uid]),
    `DTSTAMP:${basic(event.updatedAt)}`,
    ...writeTimes(event, override),
    ...(override ? [] : writeRecurrence(event)),
    writeProperty(['summary', {}, 'text', typeof long === 'string' ? long : (title ?? event.title)]),
    ...text('description', description ?? event.description),
    ...text('location', location ?? event.location),
    ...(event.blocksTime ? [] : ['TRANSP:TRANSPARENT']),
    ...properties.filter(([name]) => name !== 'x-moim-summary').map(writeProperty),
    ...components.map(writeComponent),
    ...(override ? [] : event.reminderMinutes.flatMap(writeAlarm)),
    'END:VEVENT',
  ];
}

const extraSchema = z.union([
  z.tuple([z.array(jcalProperty), z.array(z.unknown())]),
  z.array(z.never()).transform((): [JcalProperty[]?, unknown[]?] => []),
]);

const text = (name: string, value: string | null): string[] =>
  value === null ? [] : [writeProperty([name, {}, 'text', value])];

function writeTimes(event: EventToWrite, override: Override | null): string[] {
  const span = override ?? event;
  const named = override ? [writeWall(event, 'RECURRENCE-ID', override.recurrenceWall)] : [];
  const start = writeWall(event, 'DTSTART', span.startsWall);
  if (event.isAllDay)
    return [...named, start, writeWall(event, 'DTEND', addSeconds(span.startsWall, span.durationS))];
  return [...named, start, `DURATION:PT${span.durationS}S`];
}

const digits = (wall: WallTime): string => wall.replaceAll(/[-:]/g, '');

function writeWall({ isAllDay, timeZone }: EventToWrite, name: string, ...walls: WallTime[]): string {
  if (isAllDay) return fold(`${name};VALUE=DATE:${walls.map((wall) => digits(wall).slice(0, 8)).join(',')}`);
  if (timeZone === 'UTC') return fold(`${name}:${walls.map((wall) => `${digits(wall)}Z`).join(',')}`);
  return fold(`${name};TZID=${timeZone}:${walls.map(digits).join(',')}`);
}

function writeRecurrence(event: EventToWrite): string[] {
  const { recurrenceRule, rdates, exdates } = event;
  return [
    ...(recurrenceRule === null ? [] : [fold(`RRULE:${recurrenceRule}`)]),
    ...(rdates.length === 0 ? [] : [writeWall(event, 'RDATE', ...rdates)]),
    ...(exdates.length === 0 ? [] : [writeWall(event, 'EXDATE', ...exdates)]),
  ];
}

const writeAlarm = (minutes: number): string[] => [
  ...['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Reminder'],
  ...[`TRIGGER:-PT${minutes}M`, 'END:VALARM'],
];

/** At most 75 octets a line; what we fold here is ASCII. */
const fold = (line: string): string => line.replaceAll(/(.{74})(?=.)/g, '$1\r\n ');
