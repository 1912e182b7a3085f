import { type DayKey, daysFrom } from './days.ts';
import { moveByDays } from './event-keys.ts';
import type { OnAdjust, Shown } from './shown.ts';

interface Options {
  readonly timeZone: () => string;
  readonly onadjust: OnAdjust;
}

const tremblePx = 4;

/** Carries an event from day to day in a month, with the mouse or a pen. */
export class DayDrag {
  /** The day under the pointer. */
  over = $state<DayKey | null>(null);
  /** True from the first movement until after the click that ends it. */
  hasMoved = false;
  readonly #options: Options;
  #carried: { shown: Shown; from: DayKey; x: number; y: number } | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  press(event: PointerEvent, shown: Shown, isMovable: boolean): void {
    this.hasMoved = false;
    const from = dayAt(event.clientX, event.clientY);
    if (!isMovable || event.button !== 0 || event.pointerType === 'touch' || !from) return;
    this.#carried = { shown, from, x: event.clientX, y: event.clientY };
    window.addEventListener('pointermove', this.#move);
    window.addEventListener('pointerup', this.#drop);
    window.addEventListener('pointercancel', this.cancel);
  }

  cancel = (): void => {
    this.#carried = null;
    this.over = null;
    window.removeEventListener('pointermove', this.#move);
    window.removeEventListener('pointerup', this.#drop);
    window.removeEventListener('pointercancel', this.cancel);
  };

  #move = ({ clientX, clientY }: PointerEvent): void => {
    const carried = this.#carried;
    if (!carried) return;
    if (!this.hasMoved && Math.hypot(clientX - carried.x, clientY - carried.y) < tremblePx) return;
    this.hasMoved = true;
    this.over = dayAt(clientX, clientY);
  };

  #drop = (): void => {
    const carried = this.#carried;
    const { over } = this;
    this.cancel();
    setTimeout(() => (this.hasMoved = false));
    if (!carried || !over || over === carried.from) return;
    const days = daysFrom(carried.from, over);
    this.#options.onadjust(carried.shown, moveByDays(carried.shown, days, this.#options.timeZone()), 'drop');
  };
}

function dayAt(x: number, y: number): DayKey | null {
  const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-day]');
  return cell?.dataset['day'] ?? null;
}
