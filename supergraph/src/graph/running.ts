import { Served } from '../limits/served.ts';

/** Counts what is under way, for whoever has to wait for its end. */
export class Running {
  #count = 0;
  readonly #served: Served;
  #onIdle: (() => void) | null = null;

  /** @param served - by the whole process, of which this is a part */
  constructor(served: Served = new Served()) {
    this.#served = served;
  }

  begin(): void {
    this.#count += 1;
    this.#served.begin();
  }

  end(): void {
    this.#count -= 1;
    this.#served.end();
    // A moment later the answer has been written: who waits goes on to close what it is written to.
    if (this.#count === 0 && this.#onIdle) setImmediate(this.#onIdle);
  }

  /** Waits no longer than that many milliseconds. */
  async idle(withinMs: number): Promise<void> {
    if (this.#count === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle = resolve;
    const timer = setTimeout(resolve, withinMs);
    await promise;
    clearTimeout(timer);
  }
}
