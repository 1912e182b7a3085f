import type { DayKey } from './days.ts';
import type { Slot } from './slot-cursor.svelte.ts';
import type { Wall } from './zone.ts';

const halfHour = 30;
const lengthMinutes = 60;
const lastStart = 1_380;
const nineOClock = 540;

/** An hour for what is planned without pointing at a time: the next half hour today, nine on another day. */
export function soonSlot(day: DayKey, now: Wall): Slot {
  const next = Math.ceil((now.minutes + 1) / halfHour) * halfHour;
  const from = day === now.day ? Math.min(next, lastStart) : nineOClock;
  return { day, from, until: from + lengthMinutes };
}
