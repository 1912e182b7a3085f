import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds. */
const firstWaitMs = 100;
const lastWaitMs = 10_000;
/** A process that lived this long was well. */
const wellAfterMs = 30_000;
/** Ends within this time that make a crash loop. */
const loopWithinMs = 60_000;
const loopLength = 5;

/** How long to wait before a process that ended is started again, and whether it keeps ending. */
export class Backoff {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #endedAtMs: number[] = [];
  #isReported = false;

  /** @param random - 0 ≤ random() < 1 */
  constructor(now: () => number = () => performance.now(), random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  /**
   * @param livedMs - how long the process had served
   * @returns milliseconds until the next start; exponential with jitter, short after a long life
   */
  next(livedMs: number): number {
    if (livedMs >= wellAfterMs) {
      this.#endedAtMs.length = 0;
      this.#isReported = false;
    }
    this.#endedAtMs.push(this.#now());
    const ends = this.#recent().length;
    return Math.min(lastWaitMs, firstWaitMs * 2 ** (ends - 1)) * (0.5 + this.#random() / 2);
  }

  /** True once for each crash loop. */
  isNewLoop(): boolean {
    if (this.#isReported || this.#recent().length < loopLength) return false;
    this.#isReported = true;
    return true;
  }

  #recent(): number[] {
    return this.#endedAtMs.filter((at) => this.#now() - at < loopWithinMs);
  }
}

/** Resolves early when the signal aborts. */
export async function waitUnless(signal: AbortSignal, ms: number): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
