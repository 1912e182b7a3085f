export interface TurnstileClock {
  /** Runs something when everything else that is ready has had its turn. */
  readonly nextTurn: (run: () => void) => void;
  /** Runs something after so many milliseconds. */
  readonly later: (run: () => void, ms: number) => void;
  /** Milliseconds on any clock that never goes back. */
  readonly nowMs: () => number;
}

const ownClock: TurnstileClock = {
  nextTurn: setImmediate,
  later: setTimeout,
  nowMs: () => performance.now(),
};

/** A rest is at most so many times as long as the turn before it. */
const restPerTurn = 2;
/** Milliseconds: shorter ones are none, longer ones end. */
const [leastRestMs, mostRestMs] = [2, 30];
/** Milliseconds from one look at whether others are being answered to the next. */
const lookEveryMs = 2;

/**
 * Lets one through a turn of the event loop, each of those who wait in turn: between two documents that take long to
 * read everybody else's answers go on, however many come at once and from however few. An answer takes several turns
 * of the loop, so after one that took long the next comes after a rest: until nobody is being answered, and where
 * somebody always is, new documents have a third of the time.
 */
export class Turnstile {
  readonly #clock: TurnstileClock;
  readonly #isServing: () => boolean;
  /** By who waits; the first is the next. */
  readonly #queues = new Map<string, (() => void)[]>();
  #isTurning = false;

  /** @param isServing - whether others are being answered */
  constructor(isServing: () => boolean = () => true, clock: TurnstileClock = ownClock) {
    this.#isServing = isServing;
    this.#clock = clock;
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
    const { nextTurn, nowMs } = this.#clock;
    const startMs = nowMs();
    nextTurn(() => {
      const tookMs = nowMs() - startMs;
      this.#rest(nowMs() + Math.min(tookMs * restPerTurn, mostRestMs));
    });
  }

  /** Looks first after a moment: what came meanwhile has not been read yet, and nobody is being answered. */
  #rest(untilMs: number): void {
    const { later, nowMs } = this.#clock;
    const leftMs = untilMs - nowMs();
    if (leftMs < leastRestMs) return this.#letNext();
    const look = () => (this.#isServing() ? this.#rest(untilMs) : this.#letNext());
    later(look, Math.min(lookEveryMs, leftMs));
  }

  #letNext(): void {
    const next = this.#take();
    this.#isTurning = next !== undefined;
    if (!next) return;
    this.#turn();
    next();
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
