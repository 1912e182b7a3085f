import { addDays } from './days.ts';
import type { Times } from './shown.ts';
import { instantOf, type Wall, wallOf } from './zone.ts';

const minuteMs = 60_000;

/** By how much the clocks move: days and minutes, so that a change of the clocks changes nothing. */
export interface Shift {
  readonly days: number;
  readonly minutes: number;
}

/** The same length, at another time of the clocks in `timeZone`. */
export function shiftTimes({ startsAt, endsAt }: Times, shift: Shift, timeZone: string): Times {
  const moved = instantOf(shiftWall(wallOf(startsAt, timeZone), shift), timeZone);
  const lengthMs = Date.parse(endsAt) - Date.parse(startsAt);
  return { startsAt: moved, endsAt: new Date(Date.parse(moved) + lengthMs).toISOString() };
}

/** Whole days end at midnight there, also where a day has 23 or 25 hours. */
export function shiftDays({ startsAt, endsAt }: Times, days: number, timeZone: string): Times {
  const shift = (instant: string) =>
    instantOf(shiftWall(wallOf(instant, timeZone), { days, minutes: 0 }), timeZone);
  return { startsAt: shift(startsAt), endsAt: shift(endsAt) };
}

export function lengthen({ startsAt, endsAt }: Times, minutes: number, shortest: number): Times {
  const earliest = Date.parse(startsAt) + shortest * minuteMs;
  return {
    startsAt,
    endsAt: new Date(Math.max(earliest, Date.parse(endsAt) + minutes * minuteMs)).toISOString(),
  };
}

function shiftWall({ day, minutes }: Wall, shift: Shift): Wall {
  const total = minutes + shift.minutes;
  const days = Math.floor(total / 1_440);
  return { day: addDays(day, shift.days + days), minutes: total - days * 1_440 };
}
