/**
 * Counts what changed, as far as clients of this process can know it: mutations and plain requests that were
 * answered, and events that were delivered. Equal counts: nobody has learned of a change in between.
 */
export class WriteClock {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  tick(): void {
    this.#count += 1;
  }

  /** Ticks before anybody is told how it ended. */
  async during<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } finally {
      this.tick();
    }
  }
}
