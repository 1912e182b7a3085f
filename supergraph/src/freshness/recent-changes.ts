import type { KeyValueStore } from '@moim/kit/live/key-value.ts';
import { BoundedCache } from '../execution/bounded-cache.ts';
import { StoreEpoch } from './store-epoch.ts';

/** Milliseconds for which it is known that somebody changed something; a change that was not noted again, one less. */
const knownForMs = 6_000;
/** What was noted so lately is not noted again; whoever sends samples changes something many times a second. */
const notedForMs = 1_000;
const maxNoted = 50_000;

export interface RecentChangesOptions {
  /** Shared with the other supergraphs. */
  readonly keyValue: KeyValueStore;
  readonly now?: () => number;
  /** Milliseconds since 1970. */
  readonly today?: () => number;
}

/**
 * Who changed something in the last few seconds, through whatever process: their next question must not be
 * answered with what was read before. Whether there are replicas or not, and whatever subgraph it was.
 */
export class RecentChanges {
  readonly #keyValue: KeyValueStore;
  readonly #epoch: StoreEpoch;
  readonly #now: () => number;
  /** By whom; when. */
  readonly #noted = new BoundedCache<number>(maxNoted);

  constructor({ keyValue, now = () => performance.now(), today }: RecentChangesOptions) {
    this.#keyValue = keyValue;
    this.#epoch = new StoreEpoch(keyValue, today);
    this.#now = now;
  }

  /** Before the answer to a change leaves. While the store is away nobody joins anything anyway. */
  async note(who: string): Promise<void> {
    const nowMs = this.#now();
    if (nowMs - (this.#noted.get(who) ?? -Infinity) < notedForMs) return;
    try {
      await this.#keyValue.set(keyOf(who), '', knownForMs);
      this.#noted.set(who, nowMs, 1);
    } catch {
      // Nothing depends on it but that somebody asks once more than needed.
    }
  }

  /** True also when nobody can know. */
  async mayHaveChanged(who: string): Promise<boolean> {
    try {
      const [noted, unsureForMs] = await Promise.all([
        this.#keyValue.get(keyOf(who)),
        this.#epoch.unsureForMs(),
      ]);
      return noted !== null || unsureForMs > 0;
    } catch {
      return true;
    }
  }
}

const keyOf = (who: string): string => `changed:${who}`;
