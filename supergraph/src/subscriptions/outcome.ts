/** Somebody who is told that there may be something new to look at. */
export interface Waiter {
  wake(): void;
}

/** One who looks by himself where he does not wait. */
export interface Reader extends Waiter {
  /** He has looked, found nothing, and was not woken since. */
  readonly isWaiting: boolean;
}

/** So many are woken in a row; others may do something in between. */
const portion = 1_000;

/**
 * A value that is being made, once for all who wait for it. Whoever comes when it is there takes it at once: ten
 * thousand promises and their callbacks would cost more than what they wait for.
 */
export class Outcome<Value> {
  readonly promise: Promise<Value>;
  #settled: { readonly value: Value } | { readonly error: unknown } | null = null;
  #waiters: Waiter[] = [];

  constructor(promise: Promise<Value>) {
    this.promise = promise;
    promise.then(
      (value) => this.#settle({ value }),
      (error: unknown) => this.#settle({ error }),
    );
  }

  /** Null while it is being made. @throws what it failed with */
  get value(): Value | null {
    if (this.#settled === null) return null;
    if ('error' in this.#settled) throw this.#settled.error;
    return this.#settled.value;
  }

  /** In the order of asking; who asks when it is known is not told again. */
  tell(waiter: Waiter): void {
    if (this.#settled === null) this.#waiters.push(waiter);
  }

  /** Those of them too who have not asked; when it is known, at once. */
  tellAll(waiters: Iterable<Waiter>): void {
    if (this.#settled !== null) return wakeFrom([...waiters], 0);
    for (const waiter of waiters) this.#waiters.push(waiter);
  }

  #settle(settled: { readonly value: Value } | { readonly error: unknown }): void {
    this.#settled = settled;
    const waiters = this.#waiters;
    this.#waiters = [];
    wakeFrom(waiters, 0);
  }
}

function wakeFrom(waiters: readonly Waiter[], from: number): void {
  for (const waiter of waiters.slice(from, from + portion)) waiter.wake();
  if (from + portion < waiters.length) setImmediate(() => wakeFrom(waiters, from + portion));
}
