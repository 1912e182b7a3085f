import type { Deadline } from './deadline.ts';

/** Ends deadlines of one length with one timer: each begins behind the one before it, and passes behind it. */
export class Deadlines {
  readonly #ms: number;
  readonly #running = new Set<Deadline>();
  #timer: NodeJS.Timeout | undefined;

  /** @param ms - milliseconds that each of them has */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Once: what has begun goes on. */
  begin(deadline: Deadline): void {
    if (deadline.hasBegun) return;
    deadline.beginAmong(this, this.#ms);
    this.#running.add(deadline);
    if (!this.#timer) this.#wake(this.#ms);
  }

  /** The answer is there, or nobody waits for it. */
  end(deadline: Deadline): void {
    this.#running.delete(deadline);
  }

  #wake(ms: number): void {
    this.#timer = setTimeout(() => this.#pass(), Math.ceil(ms)).unref();
  }

  #pass(): void {
    this.#timer = undefined;
    for (const deadline of this.#running) {
      const leftMs = deadline.leftMs;
      if (leftMs > 0) return this.#wake(leftMs);
      this.#running.delete(deadline);
      deadline.pass();
    }
  }
}
