const failuresToOpen = 5;
const openMs = 2_000;

/** After five failures in a row nothing is sent for two seconds; then one attempt finds out. */
export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #closedAgainAtMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** While it is half open every call takes the one attempt: ask only before trying. */
  mayTry(): boolean {
    if (this.#failures < failuresToOpen) return true;
    if (this.#now() < this.#closedAgainAtMs) return false;
    this.#closedAgainAtMs = this.#now() + openMs;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures === failuresToOpen) this.#closedAgainAtMs = this.#now() + openMs;
  }
}
