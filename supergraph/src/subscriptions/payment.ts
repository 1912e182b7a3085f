/** Pays for events one by one. */
export class Payment {
  readonly #charge: () => Promise<void>;
  readonly #onPaid: () => void;
  readonly #onRefused: (error: unknown) => void;
  #debt: 'none' | 'owed' | 'being paid' = 'none';

  /** @param charge - pays for one event; what it throws is told to `onRefused` */
  constructor(charge: () => Promise<void>, onPaid: () => void, onRefused: (error: unknown) => void) {
    this.#charge = charge;
    this.#onPaid = onPaid;
    this.#onRefused = onRefused;
  }

  /** Something was delivered that is not paid for. */
  get isDue(): boolean {
    return this.#debt !== 'none';
  }

  /** An event was delivered. */
  owe(): void {
    this.#debt = 'owed';
  }

  /** @returns whether there is still something to be paid; it is being paid then */
  settle(): boolean {
    if (this.#debt !== 'owed') return this.isDue;
    this.#debt = 'being paid';
    this.#charge().then(() => {
      this.#debt = 'none';
      this.#onPaid();
    }, this.#onRefused);
    return true;
  }
}
