/** Somebody who is at work for who waits. */
export interface Waiter {
  /** Nobody waits any more. */
  giveUp(reason: unknown): void;
}

/** Until when an answer is waited for. What an AbortSignal says too, which costs a good deal more to make. */
export interface Wait {
  readonly isOver: boolean;
  /** Why it is over; null while it is not. */
  readonly reason: unknown;
  /** Tells it of the end. */
  tell(waiter: Waiter): void;
  /** It need not be told any more. */
  forget(waiter: Waiter): void;
}

/** The wait that a signal ends. */
export class SignalledWait implements Wait {
  readonly #signal: AbortSignal;
  readonly #listeners = new Map<Waiter, () => void>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get isOver(): boolean {
    return this.#signal.aborted;
  }

  get reason(): unknown {
    const signal: { readonly aborted: boolean; readonly reason: unknown } = this.#signal;
    return signal.aborted ? signal.reason : null;
  }

  tell(waiter: Waiter): void {
    const listener = () => waiter.giveUp(this.#signal.reason);
    this.#listeners.set(waiter, listener);
    this.#signal.addEventListener('abort', listener, { once: true });
  }

  forget(waiter: Waiter): void {
    const listener = this.#listeners.get(waiter);
    if (listener) this.#signal.removeEventListener('abort', listener);
    this.#listeners.delete(waiter);
  }
}
