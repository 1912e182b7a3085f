import { Temporal } from 'temporal-polyfill';
import type { Span, Timing, WallTime } from '../domain/event.ts';

/** Whether the name is one of the IANA database; offsets like `+09:00` are none. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** What the clocks of the zone show, to the second. */
export function toWall(instant: Date, timeZone: string): WallTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .round({ smallestUnit: 'second', roundingMode: 'floor' })
    .toString();
}

/** When the clocks show it: the first of two times, and just after the gap for a time that is skipped. */
export function toInstant(wall: WallTime, timeZone: string): Date {
  const zoned = Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone);
  return new Date(zoned.epochMilliseconds);
}

export const dateOf = (wall: WallTime): string => wall.slice(0, 10);
export const timeOf = (wall: WallTime): string => wall.slice(11);
export const midnightOf = (date: string): WallTime => `${date.slice(0, 10)}T00:00:00`;

/** First instant of a day, which is not 00:00 everywhere. */
export function startOfDay(date: string, timeZone: string): Date {
  const zoned = Temporal.PlainDate.from(date.slice(0, 10)).toZonedDateTime(timeZone);
  return new Date(zoned.epochMilliseconds);
}

/** Whole seconds between two wall times, as if no clock ever changed. */
export function secondsBetween(from: WallTime, to: WallTime): number {
  return (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 1000;
}

/** By the clock on the wall, where every day has 24 hours. */
export function addSeconds(wall: WallTime, seconds: number): WallTime {
  return new Date(Date.parse(`${wall}Z`) + seconds * 1000).toISOString().slice(0, 19);
}

/** In UTC; the last day of a month that is too short. */
export function addMonths(instant: Date, months: number): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(zoned.add({ months }).epochMilliseconds);
}

/** Start by the rule as an instant. */
export function instantOf({ timeZone, isAllDay }: Timing, wall: WallTime): Date {
  return isAllDay ? startOfDay(wall, timeZone) : toInstant(wall, timeZone);
}

/** Elapsed time for an event with times; days of the calendar, however long, for an all-day event. */
export function spanOf(timing: Timing, { startsWall, durationS }: Span): { startsAt: Date; endsAt: Date } {
  const startsAt = instantOf(timing, startsWall);
  const endsAt = timing.isAllDay
    ? startOfDay(addSeconds(startsWall, durationS), timing.timeZone)
    : new Date(startsAt.getTime() + durationS * 1000);
  return { startsAt, endsAt };
}
