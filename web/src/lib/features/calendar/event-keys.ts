import { lengthen, type Shift, shiftDays, shiftTimes } from './shift.ts';
import type { Shown, Times } from './shown.ts';

/** What the arrow keys move by. */
export const stepMinutes = 15;

const shifts: Record<string, Shift> = {
  ArrowUp: { days: 0, minutes: -stepMinutes },
  ArrowDown: { days: 0, minutes: stepMinutes },
  ArrowLeft: { days: -1, minutes: 0 },
  ArrowRight: { days: 1, minutes: 0 },
};

/** Where an arrow key takes an event in the grid of hours; with Shift it moves the end. Null for other keys. */
export function adjustByKey(event: KeyboardEvent, shown: Shown, timeZone: string): Times | null {
  const shift = shifts[event.key];
  if (!shift || event.ctrlKey || event.metaKey || event.altKey) return null;
  const isWhole = shown.occurrence.event.isAllDay;
  if (isWhole && shift.days === 0) return null;
  if (isWhole) return shiftDays(shown, shift.days, shown.occurrence.event.timeZone);
  if (event.shiftKey) return shift.minutes === 0 ? null : lengthen(shown, shift.minutes, stepMinutes);
  return shiftTimes(shown, shift, timeZone);
}

const dayShifts: Record<string, number> = { ArrowUp: -7, ArrowDown: 7, ArrowLeft: -1, ArrowRight: 1 };

/** The same in a month, where a row is a week. */
export function adjustDaysByKey(event: KeyboardEvent, shown: Shown, timeZone: string): Times | null {
  const days = dayShifts[event.key];
  if (days === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  return moveByDays(shown, days, timeZone);
}

export function moveByDays(shown: Shown, days: number, timeZone: string): Times {
  const { isAllDay, timeZone: ownZone } = shown.occurrence.event;
  return isAllDay ? shiftDays(shown, days, ownZone) : shiftTimes(shown, { days, minutes: 0 }, timeZone);
}
