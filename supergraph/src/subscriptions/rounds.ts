import { detached } from '@moim/kit/trace/span.ts';

const jitterMs = 500;

/** Does something again and again, each time that many milliseconds and up to half a second after the time before. */
export class Rounds {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  readonly #random: () => number;
  #timer: NodeJS.Timeout | null;

  /**
   * @param work - never rejects
   * @param random - from 0 to below 1
   */
  constructor(everyMs: number, work: () => Promise<void>, random: () => number = Math.random) {
    this.#everyMs = everyMs;
    this.#work = work;
    this.#random = random;
    this.#timer = this.#schedule();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): NodeJS.Timeout {
    const run = () => void this.#run();
    return detached(() => setTimeout(run, this.#everyMs + this.#random() * jitterMs)).unref();
  }

  async #run(): Promise<void> {
    await this.#work();
    if (this.#timer) this.#timer = this.#schedule();
  }
}
