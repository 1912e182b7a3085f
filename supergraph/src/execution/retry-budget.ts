import { type TrafficObserver, unobserved } from './traffic-observer.ts';

/** In thousandths of a retry. What a request adds: a fifth of them may be asked twice. */
const perRequest = 200;
/** What time adds, ten a second, so that a rare caller may retry as well. */
const perMs = 10;
/** What is saved up at most: the connections of one process, lost at once. */
const most = 100_000;
const cost = 1_000;

export interface RetryBudgetOptions {
  readonly observer?: TrafficObserver;
  readonly now?: () => number;
}

/**
 * How often one subgraph may be asked again, over all of its processes: retries must not be what keeps down a
 * subgraph that has too much to do. The numbers are those of Finagle's `RetryBudget`
 * (https://twitter.github.io/finagle/guide/Clients.html#retries).
 */
export class RetryBudget {
  readonly #subgraph: string;
  readonly #observer: TrafficObserver;
  readonly #now: () => number;
  #tokens = most;
  #filledAtMs: number;

  constructor(subgraph: string, options: RetryBudgetOptions = {}) {
    const { observer = unobserved, now = () => performance.now() } = options;
    this.#subgraph = subgraph;
    this.#observer = observer;
    this.#now = now;
    this.#filledAtMs = now();
  }

  noteRequest(): void {
    this.#tokens = Math.min(most, this.#tokens + perRequest);
  }

  /** Takes what a retry costs; false when there is not enough. */
  mayRetry(): boolean {
    const nowMs = this.#now();
    this.#tokens = Math.min(most, this.#tokens + (nowMs - this.#filledAtMs) * perMs);
    this.#filledAtMs = nowMs;
    const may = this.#tokens >= cost;
    if (may) this.#tokens -= cost;
    this.#observer.retried(this.#subgraph, may);
    return may;
  }
}
