import { detached } from '@moim/kit/trace/span.ts';

/** Into so many parts the time between two turns is cut. */
const parts = 30;
/** One more: at the end of the last part the time is over for who came within the first. */
const slots = parts + 1;

/**
 * Does something again and again for each of many, at common moments and with one timer: not all at one moment, where
 * ten thousand would hold up everybody else, and not each at his own, where nothing could be done together.
 */
export class Moments<Item> {
  readonly #apartMs: number;
  readonly #each: (item: Item) => void;
  /** By the number of the moment. */
  readonly #slots = Array.from({ length: slots }, () => new Set<Item>());
  #size = 0;
  /** The last moment that nobody waits for any more. */
  #reached = 0;
  /** The one that the timer waits for. */
  #due = 0;
  #timer: NodeJS.Timeout | null = null;

  /**
   * @param everyMs - milliseconds from an item's coming to its first turn, and from one turn to the next; both up to a
   *   thirtieth longer
   */
  constructor(everyMs: number, each: (item: Item) => void) {
    this.#apartMs = everyMs / parts;
    this.#each = each;
  }

  /** @returns where it is, to be named when it leaves */
  add(item: Item): number {
    // Until the timer is due nobody's turn has come.
    this.#reached = this.#timer ? Math.max(this.#reached, Math.min(this.#now(), this.#due - 1)) : this.#now();
    const slot = Math.ceil(performance.now() / this.#apartMs + parts) % slots;
    this.#slots[slot]?.add(item);
    this.#size += 1;
    this.#timer ??= this.#schedule();
    return slot;
  }

  delete(item: Item, slot: number): void {
    if (!this.#slots[slot]?.delete(item)) return;
    this.#size -= 1;
    if (this.#size > 0) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #now(): number {
    return Math.floor(performance.now() / this.#apartMs);
  }

  /** At the next moment at which it is anybody's turn. */
  #schedule(): NodeJS.Timeout {
    this.#due = this.#reached + 1;
    while (this.#due < this.#reached + slots && this.#at(this.#due).size === 0) this.#due += 1;
    const untilMs = this.#due * this.#apartMs - performance.now();
    return detached(() => setTimeout(() => this.#goOn(), Math.max(1, Math.ceil(untilMs)))).unref();
  }

  /** Those too whose moments went by while the process was busy. */
  #goOn(): void {
    this.#timer = null;
    const now = this.#now();
    const first = Math.max(this.#reached + 1, now - slots + 1);
    this.#reached = Math.max(this.#reached, now);
    for (let moment = first; moment <= now; moment += 1)
      for (const item of [...this.#at(moment)]) this.#each(item);
    if (this.#size > 0) this.#timer ??= this.#schedule();
  }

  #at(moment: number): Set<Item> {
    const slot = this.#slots[moment % slots];
    if (!slot) throw new RangeError(`there is no moment ${moment}`);
    return slot;
  }
}
