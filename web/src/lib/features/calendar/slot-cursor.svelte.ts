import type { DayKey } from './days.ts';
import { minutesOfDay } from './shown.ts';
import type { Wall } from './zone.ts';

/** A piece of one day, in minutes after midnight. */
export interface Slot {
  readonly day: DayKey;
  readonly from: number;
  readonly until: number;
}

interface Options {
  readonly days: () => readonly DayKey[];
  readonly oncreate: (slot: Slot) => void;
}

const step = 30;
const firstLength = 60;

/** The time that the arrow keys point at in the grid: as far as a pointer gets, without one. */
export class SlotCursor {
  slot = $state.raw<Slot | null>(null);
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  show(now: Wall): void {
    const days = this.#options.days();
    const isToday = days.includes(now.day);
    const from = isToday ? Math.min(Math.ceil(now.minutes / step) * step, minutesOfDay - firstLength) : 540;
    this.slot = { day: isToday ? now.day : (days[0] ?? now.day), from, until: from + firstLength };
  }

  hide(): void {
    this.slot = null;
  }

  press(event: KeyboardEvent): void {
    const { slot } = this;
    if (!slot || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.#options.oncreate(slot);
    else {
      const next = event.shiftKey ? lengthened(slot, event.key) : this.#moved(slot, event.key);
      if (!next) return;
      this.slot = next;
    }
    event.preventDefault();
  }

  #moved(slot: Slot, key: string): Slot | null {
    const days = this.#options.days();
    const length = slot.until - slot.from;
    const at = (from: number) => {
      const clamped = Math.max(0, Math.min(from, minutesOfDay - length));
      return { ...slot, from: clamped, until: clamped + length };
    };
    if (key === 'ArrowUp') return at(slot.from - step);
    if (key === 'ArrowDown') return at(slot.from + step);
    const index = days.indexOf(slot.day);
    if (key === 'ArrowLeft') return { ...slot, day: days[Math.max(0, index - 1)] ?? slot.day };
    if (key === 'ArrowRight') return { ...slot, day: days[Math.min(days.length - 1, index + 1)] ?? slot.day };
    return null;
  }
}

function lengthened(slot: Slot, key: string): Slot | null {
  if (key === 'ArrowDown') return { ...slot, until: Math.min(slot.until + step, minutesOfDay) };
  if (key === 'ArrowUp') return { ...slot, until: Math.max(slot.until - step, slot.from + step) };
  return null;
}
