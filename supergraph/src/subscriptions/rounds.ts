import { detached } from '@moim/kit/trace/span.ts';

const jitterMs = 500;

/**
 * Does something again and again, each time that many milliseconds and up to half a second after it began the time
 * before; half as many after it ended, where it takes so long.
 */
export class Rounds {
  readonly #everyMs: number;
  readonly #work: () => Promise<unknown>;
  readonly #random: () => number;
  #timer: NodeJS.Timeout | null;

  /**
   * @param work - never rejects
   * @param random - from 0 to below 1
   */
  constructor(everyMs: number, work: () => Promise<unknown>, random: () => number = Math.random) {
    this.#everyMs = everyMs;
    this.#work = work;
    this.#random = random;
    this.#timer = this.#schedule();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(tookMs = 0): NodeJS.Timeout {
    const run = () => void this.#run();
    const waitMs = Math.max(this.#everyMs + this.#random() * jitterMs - tookMs, this.#everyMs / 2);
    return detached(() => setTimeout(run, waitMs)).unref();
  }

  async #run(): Promise<void> {
    const beganAtMs = performance.now();
    await this.#work();
    if (this.#timer) this.#timer = this.#schedule(performance.now() - beganAtMs);
  }
}
