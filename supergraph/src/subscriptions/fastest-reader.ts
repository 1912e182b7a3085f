/** Where the fastest of a ring's readers is. */
export class FastestReader {
  /** The position that it wants next. */
  #wanted = 0;
  #progress: (() => void) | undefined;

  get wanted(): number {
    return this.#wanted;
  }

  /** What stands at the position was read. */
  note(position: number): void {
    this.#wanted = Math.max(this.#wanted, position + 1);
    this.#progress?.();
  }

  /** Nobody is to be waited for any more. */
  giveUp(): void {
    this.#progress?.();
  }

  /**
   * A long replay waits for it instead of overtaking everybody; whoever makes no progress at all is given up.
   *
   * @param isTooFar - whether the replay is too far ahead
   * @param patienceMs - milliseconds
   */
  async waitWhile(isTooFar: () => boolean, patienceMs: number): Promise<void> {
    const giveUpAtMs = performance.now() + patienceMs;
    while (isTooFar()) {
      const leftMs = giveUpAtMs - performance.now();
      if (leftMs <= 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#progress = resolve;
      const timer = setTimeout(resolve, leftMs);
      await promise;
      clearTimeout(timer);
      this.#progress = undefined;
    }
  }
}
