import type { Waiter } from './outcome.ts';
import type { Reading, Upstream } from './upstream.ts';

/** A reader's place at an upstream. */
export class Seat implements Waiter {
  readonly upstream: Upstream;
  /** What its reader had seen when he took it; null: he wants what comes from now on. */
  readonly after: number | null;
  /** Where the stream stood then; null: nothing was known of it yet. */
  readonly reached: number | null;
  readonly #reader: Waiter;
  #position: number | null;

  /**
   * @param position - where to read on; null: the ring has to tell
   * @param isTold - of events by who announces them
   */
  constructor(
    reader: Waiter,
    upstream: Upstream,
    after: number | null,
    position: number | null,
    isTold = false,
  ) {
    this.#reader = reader;
    this.upstream = upstream;
    this.after = after;
    this.reached = upstream.ring.reached;
    this.#position = position;
    upstream.join(this, isTold);
  }

  /** From now on it hears of events so. */
  hear(isTold: boolean): void {
    this.upstream.join(this, isTold);
  }

  get isPlaced(): boolean {
    return this.#position !== null;
  }

  /** @returns whether the ring can tell where to read on behind a cursor */
  placeBehind(cursor: number): boolean {
    this.#position = this.upstream.ring.positionAfter(cursor);
    return this.isPlaced;
  }

  /** Null: nothing is there yet, or the place is not known. */
  read(): Reading {
    return this.#position === null ? null : this.upstream.read(this.#position);
  }

  advance(): void {
    if (this.#position !== null) this.#position += 1;
  }

  /** @param isForGood - nobody will come back */
  leave(isForGood = false): void {
    this.upstream.leave(this, isForGood);
  }

  wake(): void {
    this.#reader.wake();
  }
}
