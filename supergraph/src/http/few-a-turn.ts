/** So many are begun before others have their turn. */
const aTurn = 8;

/** Most have nothing waiting. */
const none: readonly (() => void)[] = [];

/** Begins things in the order in which they come, a few in each turn of the event loop. */
export class FewATurn {
  readonly #nextTurn: (run: () => void) => void;
  #begun = 0;
  #waiting: readonly (() => void)[] = none;

  /** @param nextTurn - runs something when everything else that is ready has had its turn */
  constructor(nextTurn: (run: () => void) => void = setImmediate) {
    this.#nextTurn = nextTurn;
  }

  /** At once, where it is one of the first. */
  begin(start: () => void): void {
    if (this.#begun === aTurn) {
      this.#waiting = [...this.#waiting, start];
      return;
    }
    if (this.#begun === 0) this.#nextTurn(() => this.#goOn());
    this.#begun += 1;
    start();
  }

  #goOn(): void {
    const now = this.#waiting.slice(0, aTurn);
    this.#waiting = this.#waiting.length > aTurn ? this.#waiting.slice(aTurn) : none;
    this.#begun = now.length;
    if (now.length > 0) this.#nextTurn(() => this.#goOn());
    for (const start of now) start();
  }
}
