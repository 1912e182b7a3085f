/**
 * Lets one through a turn of the event loop, each of those who wait in turn: between two documents that take long to
 * read everybody else's answers go on, however many come at once and from however few.
 */
export class Turnstile {
  readonly #nextTurn: (run: () => void) => void;
  /** By who waits; the first is the next. */
  readonly #queues = new Map<string, (() => void)[]>();
  #isTurning = false;

  /** @param nextTurn - runs something when everything else that is ready has had its turn */
  constructor(nextTurn: (run: () => void) => void = setImmediate) {
    this.#nextTurn = nextTurn;
  }

  /** Those who wait now. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /** Resolves when it is their turn: at once when nobody has had this one. */
  pass(who: string): Promise<void> {
    if (!this.#isTurning) {
      this.#turn();
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const queue = this.#queues.get(who);
    if (queue) queue.push(resolve);
    else this.#queues.set(who, [resolve]);
    return promise;
  }

  #turn(): void {
    this.#isTurning = true;
    this.#nextTurn(() => {
      const next = this.#take();
      if (!next) {
        this.#isTurning = false;
        return;
      }
      this.#turn();
      next();
    });
  }

  #take(): (() => void) | undefined {
    const [first] = this.#queues;
    if (!first) return undefined;
    const [who, queue] = first;
    const next = queue.shift();
    this.#queues.delete(who);
    if (queue.length > 0) this.#queues.set(who, queue); // behind everybody else
    return next;
  }
}
