import type { SubgraphOperation } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';
import { type TrafficObserver, unobserved } from './traffic-observer.ts';

export interface BulkheadLimits {
  /** Requests under way at a time. */
  readonly maxRunning: number;
  /** Requests that wait for one of them to end. */
  readonly maxWaiting: number;
  /** Milliseconds that one waits. */
  readonly waitMs: number;
}

/** More than one process answers at once, and less than would fill the memory of this one. */
export const defaultBulkhead: BulkheadLimits = { maxRunning: 256, maxWaiting: 4_096, waitMs: 2_000 };

/** One subgraph's share of this process: however long it hangs, the others find room. */
export class Bulkhead {
  readonly #subgraph: string;
  readonly #limits: BulkheadLimits;
  readonly #observer: TrafficObserver;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(subgraph: string, limits: BulkheadLimits = defaultBulkhead, observer = unobserved) {
    this.#subgraph = subgraph;
    this.#limits = limits;
    this.#observer = observer;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** @throws {SubgraphUnavailableError} at once when too many wait, or after having waited for too long */
  async run<Answer>(
    operation: Pick<SubgraphOperation, 'signal'>,
    call: () => Promise<Answer>,
  ): Promise<Answer> {
    if (this.#running < this.#limits.maxRunning) this.#running += 1;
    else await this.#turn(operation.signal);
    try {
      return await call();
    } finally {
      this.#handOn();
    }
  }

  /** Whoever waits longest takes the place over. */
  #handOn(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#running -= 1;
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= this.#limits.maxWaiting) throw this.#refusal('queue');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Each way out leaves the queue in the same step: a place must not be handed to who has gone.
    const go = () => {
      if (this.#waiting.delete(go)) resolve();
    };
    const giveUp = (error: Error) => {
      if (this.#waiting.delete(go)) reject(error);
    };
    const leave = () => giveUp(new SubgraphUnavailableError(this.#subgraph, { cause: signal?.reason }));
    const timer = setTimeout(() => giveUp(this.#refusal('wait')), this.#limits.waitMs);
    this.#waiting.add(go);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    }
  }

  #refusal(reason: 'queue' | 'wait'): SubgraphUnavailableError {
    this.#observer.refused(this.#subgraph, reason);
    return new SubgraphUnavailableError(this.#subgraph);
  }
}
