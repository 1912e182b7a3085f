import type { KeyValueStore } from '@moim/kit/live/key-value.ts';

/** Says since when the store has lost nothing. A store that began anew has no such entry. */
const epochKey = 'position-epoch';
/** A replica that is read is at most five seconds behind: then it has what the store forgot. */
const forgottenMs = 6_000;
/** Then a new epoch begins, which costs six seconds of reads from the primary. */
const epochForMs = 86_400_000;

/** Whether what a store does not have was never there: it may be flushed at any moment, and is then empty. */
export class StoreEpoch {
  readonly #keyValue: KeyValueStore;
  readonly #today: () => number;

  /** @param today - milliseconds since 1970, which processes compare with each other, to a few seconds */
  constructor(keyValue: KeyValueStore, today: () => number = Date.now) {
    this.#keyValue = keyValue;
    this.#today = today;
  }

  /**
   * Milliseconds for which something may be missing that was written before; 0 or less: nothing is.
   *
   * @throws {KeyValueUnavailableError}
   */
  async unsureForMs(): Promise<number> {
    return (await this.#begun()) + forgottenMs - this.#today();
  }

  async #begun(): Promise<number> {
    const known = await this.#keyValue.get(epochKey);
    if (known !== null) return Number(known);
    const begins = this.#today();
    await this.#keyValue.set(epochKey, String(begins), epochForMs);
    return begins;
  }
}
