/** Milliseconds between two refusals of one who goes on. */
export const paceMs = 8;
/** So many of theirs wait; together less than it takes to be noticed. */
const mostWaiting = 4;

/**
 * Lets those who go on although they were refused be refused one after the other. A refusal costs little, but whoever
 * is answered at once sends the next at once, each with a body that has to be taken from the network.
 */
export class RefusalPace {
  readonly #later: (run: () => void, ms: number) => void;
  /** By who waits. */
  readonly #queues = new Map<string, (() => void)[]>();

  /** @param later - runs something after so many milliseconds */
  constructor(later: (run: () => void, ms: number) => void = setTimeout) {
    this.#later = later;
  }

  /** Those of whom somebody waits now. */
  get waiting(): number {
    return this.#queues.size;
  }

  /** Resolves when it is time to refuse them; null when too many of theirs wait already. */
  wait(who: string): Promise<void> | null {
    const queue = this.#queues.get(who);
    if (queue && queue.length >= mostWaiting) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    if (queue) {
      queue.push(resolve);
      return promise;
    }
    this.#queues.set(who, [resolve]);
    this.#goOn(who);
    return promise;
  }

  #goOn(who: string): void {
    this.#later(() => {
      const queue = this.#queues.get(who);
      queue?.shift()?.();
      if (queue && queue.length > 0) this.#goOn(who);
      else this.#queues.delete(who);
    }, paceMs);
  }
}
