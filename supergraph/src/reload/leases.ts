/** Counts who still uses something that is to be put away when nobody does. */
export class Leases {
  #count = 0;
  readonly #waiting: (() => void)[] = [];

  /** Returns how to give it back, once. */
  take(): () => void {
    this.#count += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#giveBack();
    };
  }

  /** For as long as `work` runs. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#giveBack();
    }
  }

  #giveBack(): void {
    this.#count -= 1;
    if (this.#count === 0) for (const free of this.#waiting.splice(0)) free();
  }

  /** Resolves when nobody uses it; at once when that is so now. */
  async whenFree(): Promise<void> {
    while (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
