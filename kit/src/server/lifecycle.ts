/**
 * `draining` still answers everything, so that balancers have time to look elsewhere; `closing`
 * accepts nothing new and ends what waits.
 */
export type Phase = 'starting' | 'serving' | 'draining' | 'closing';

const order: readonly Phase[] = ['starting', 'serving', 'draining', 'closing'];

/** Where a process is between its start and its end; only ever forward. */
export class Lifecycle {
  readonly #listeners = new Set<(phase: Phase) => void>();
  readonly #closing = new AbortController();
  #phase: Phase;

  constructor(phase: Phase = 'starting') {
    this.#phase = phase;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** True from the first word of an end: nobody new should be sent here. */
  get isLeaving(): boolean {
    return this.#phase === 'draining' || this.#phase === 'closing';
  }

  /** Aborts when what only waits, such as a long poll, has to answer now. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Does nothing when the process is already further. */
  enter(phase: Phase): void {
    if (order.indexOf(phase) <= order.indexOf(this.#phase)) return;
    this.#phase = phase;
    if (phase === 'closing') this.#closing.abort();
    for (const listener of this.#listeners) listener(phase);
  }

  onChange(listener: (phase: Phase) => void): void {
    this.#listeners.add(listener);
  }
}
