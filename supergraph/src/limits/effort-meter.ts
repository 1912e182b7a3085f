import { pourInto } from '@moim/kit/live/leaky-bucket.ts';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { EffortLimits } from './effort-limits.ts';

interface Filled {
  readonly level: number;
  readonly atMs: number;
}

export interface EffortMeterOptions {
  readonly limits: EffortLimits;
  readonly onRefused?: (rule: 'effort') => void;
  /** Milliseconds on any clock that never goes back. */
  readonly nowMs?: () => number;
}

const maxRemembered = 50_000;

/**
 * What somebody's documents cost this process before anything is run: reading those that are new to it, and refusing.
 * It is its own time that a process keeps here, so nothing is shared with others and nothing is awaited: whoever has
 * used theirs up is refused before even the body is read.
 */
export class EffortMeter {
  readonly #options: EffortMeterOptions;
  readonly #nowMs: () => number;
  readonly #filled = new BoundedCache<Filled>(maxRemembered);

  constructor(options: EffortMeterOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  /** Whether they have used up what they have: seconds until they may come back, ≥ 1; null: they have not. */
  waitSeconds(who: string): number | null {
    const filled = this.#filled.get(who);
    if (!filled) return null;
    const { atOnce, perSecond } = this.#options.limits;
    const excess = this.#pour(filled, 0).level - atOnce;
    if (excess < 0) return null;
    this.#options.onRefused?.('effort');
    return Math.max(1, Math.ceil(excess / perSecond));
  }

  /** What was done has been done: the next is refused when it was too much. */
  spend(who: string, effort: number): void {
    if (this.#options.limits.atOnce === Infinity) return;
    const before = this.#filled.get(who) ?? { level: 0, atMs: this.#nowMs() };
    this.#filled.set(who, this.#pour(before, effort), 1);
  }

  #pour({ level, atMs }: Filled, effort: number): Filled {
    const { atOnce, perSecond } = this.#options.limits;
    const nowMs = this.#nowMs();
    const bucket = { capacity: atOnce, leaksPerSecond: perSecond, mayRunOver: true };
    return { level: pourInto({ level, agoMs: nowMs - atMs }, effort, bucket).level, atMs: nowMs };
  }
}
