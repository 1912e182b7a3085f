import type { DayKey } from './days.ts';
import { stepMinutes } from './event-keys.ts';
import { lengthen, shiftTimes } from './shift.ts';
import { minutesOfDay, type OnAdjust, type Shown, type Times } from './shown.ts';
import type { Slot } from './slot-cursor.svelte.ts';

interface Options {
  readonly columns: () => HTMLElement;
  readonly days: () => readonly DayKey[];
  readonly timeZone: () => string;
  readonly hourPx: number;
  readonly oncreate: (slot: Slot) => void;
  readonly onadjust: OnAdjust;
}

/** A place in the grid: which column, which minute of it. */
interface Place {
  readonly column: number;
  readonly minutes: number;
}

type Drag =
  | { readonly kind: 'create'; readonly start: Place }
  | { readonly kind: 'move' | 'resize'; readonly start: Place; readonly shown: Shown };

/** Less than that is a click that trembled. */
const tremblePx = 4;
const shortestMinutes = 30;

/** Creates, moves and resizes with the mouse or a pen; a finger taps and scrolls instead. */
export class GridPointer {
  /** What is being drawn. */
  drawn = $state.raw<Slot | null>(null);
  /** True from the first movement until after the click that ends it. */
  hasMoved = false;
  readonly #options: Options;
  #drag: Drag | null = null;
  #from = { x: 0, y: 0 };
  #times: Times | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  pressGrid(event: PointerEvent): void {
    const isOnGrid = event.target instanceof HTMLElement && event.target.closest('button') === null;
    if (!isOnGrid || event.button !== 0) return;
    if (event.pointerType === 'touch') return this.#tap(event);
    this.#begin(event, { kind: 'create', start: this.#placeOf(event) });
  }

  pressEvent(event: PointerEvent, shown: Shown, isMovable: boolean): void {
    this.hasMoved = false;
    if (!isMovable || event.button !== 0 || event.pointerType === 'touch') return;
    this.#begin(event, { kind: 'move', start: this.#placeOf(event), shown });
  }

  pressEnd(event: PointerEvent, shown: Shown): void {
    event.stopPropagation();
    if (event.button === 0) this.#begin(event, { kind: 'resize', start: this.#placeOf(event), shown });
  }

  cancel(): void {
    const drag = this.#drag;
    this.#end();
    if (drag && drag.kind !== 'create') this.#options.onadjust(drag.shown, drag.shown.occurrence, 'drag');
  }

  #begin(event: PointerEvent, drag: Drag): void {
    this.#drag = drag;
    this.#from = { x: event.clientX, y: event.clientY };
    this.#times = null;
    this.hasMoved = false;
    window.addEventListener('pointermove', this.#move);
    window.addEventListener('pointerup', this.#drop);
    window.addEventListener('pointercancel', this.#cancelled);
  }

  #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag) return;
    const { x, y } = this.#from;
    if (!this.hasMoved && Math.hypot(event.clientX - x, event.clientY - y) < tremblePx) return;
    this.hasMoved = true;
    const place = this.#placeOf(event);
    if (drag.kind === 'create') this.drawn = this.#slotBetween(drag.start, place);
    else {
      this.#times = this.#timesAt(drag.kind, drag.shown, drag.start, place);
      this.#options.onadjust(drag.shown, this.#times, 'drag');
    }
  };

  #drop = (event: PointerEvent): void => {
    const drag = this.#drag;
    const times = this.#times;
    const slot = this.drawn;
    const { hasMoved } = this;
    this.#end();
    if (drag?.kind === 'create') {
      this.#options.oncreate(slot ?? this.#slotAt(this.#placeOf(event)));
    } else if (drag && hasMoved && times) this.#options.onadjust(drag.shown, times, 'drop');
    // The click that the browser makes of this release comes after it.
    setTimeout(() => (this.hasMoved = false));
  };

  #cancelled = (): void => this.cancel();

  #end(): void {
    this.#drag = null;
    this.drawn = null;
    window.removeEventListener('pointermove', this.#move);
    window.removeEventListener('pointerup', this.#drop);
    window.removeEventListener('pointercancel', this.#cancelled);
  }

  /** A finger that goes up where it came down meant this place; one that scrolled did not. */
  #tap(event: PointerEvent): void {
    const { clientX, clientY } = event;
    const place = this.#placeOf(event);
    const up = (end: PointerEvent) => {
      stop();
      if (Math.hypot(end.clientX - clientX, end.clientY - clientY) < 10)
        this.#options.oncreate(this.#slotAt(place));
    };
    const stop = () => {
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', stop);
    };
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', stop);
  }

  #placeOf({ clientX, clientY }: PointerEvent): Place {
    const { left, top, width } = this.#options.columns().getBoundingClientRect();
    const count = this.#options.days().length;
    const column = Math.floor(((clientX - left) / width) * count);
    const minutes = ((clientY - top) / this.#options.hourPx) * 60;
    return {
      column: Math.max(0, Math.min(column, count - 1)),
      minutes: Math.max(0, Math.min(minutes, minutesOfDay)),
    };
  }

  #timesAt(kind: 'move' | 'resize', shown: Shown, start: Place, end: Place): Times {
    const minutes = Math.round((end.minutes - start.minutes) / stepMinutes) * stepMinutes;
    if (kind === 'resize') return lengthen(shown, minutes, stepMinutes);
    return shiftTimes(shown, { days: end.column - start.column, minutes }, this.#options.timeZone());
  }

  #slotBetween(start: Place, end: Place): Slot {
    const from = snapDown(Math.min(start.minutes, end.minutes));
    const until = Math.ceil(Math.max(start.minutes, end.minutes) / stepMinutes) * stepMinutes;
    const day = this.#options.days()[start.column] ?? '';
    return { day, from, until: Math.min(Math.max(until, from + stepMinutes), minutesOfDay) };
  }

  #slotAt({ column, minutes }: Place): Slot {
    const from = Math.min(Math.floor(minutes / shortestMinutes) * shortestMinutes, minutesOfDay - 60);
    return { day: this.#options.days()[column] ?? '', from, until: from + 60 };
  }
}

const snapDown = (minutes: number) => Math.floor(minutes / stepMinutes) * stepMinutes;
