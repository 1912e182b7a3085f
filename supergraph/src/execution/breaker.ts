import { type TrafficObserver, unobserved } from './traffic-observer.ts';
import { isLate } from './deadline.ts';
import { FailureRate } from './failure-rate.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

/** Failures in a row after which the subgraph is taken for gone. */
const failuresToOpen = 3;
/** Milliseconds between attempts while it is gone. */
const retryEveryMs = 1_000;
/** Milliseconds that a call must have had before the end of its time is laid at the subgraph's door. */
const fairMs = 1_000;

export interface BreakerOptions {
  readonly observer?: TrafficObserver;
  readonly now?: () => number;
}

/**
 * Turns every failure into {@link SubgraphUnavailableError}. Opens when three calls in a row have failed, or half of
 * those of the last ten seconds; while it is open one call a second finds out whether the subgraph is back, and the
 * others are answered at once instead of waiting for their timeout. An answer with errors is an answer.
 */
export class Breaker {
  readonly #subgraph: string;
  readonly #observer: TrafficObserver;
  readonly #now: () => number;
  readonly #rate: FailureRate;
  #failuresInRow = 0;
  #isOpen = false;
  #nextAttemptAtMs = 0;

  constructor(subgraph: string, options: BreakerOptions = {}) {
    const { observer = unobserved, now = () => performance.now() } = options;
    this.#subgraph = subgraph;
    this.#observer = observer;
    this.#now = now;
    this.#rate = new FailureRate(now);
  }

  /**
   * @param asked - its signal is aborted by who asked, which says nothing about the subgraph, or by the end of their
   *   time; looked at when the call has failed
   * @throws {SubgraphUnavailableError} for whatever `call` throws, and without calling while open
   */
  async run<Answer>(
    call: () => Promise<Answer>,
    asked: Pick<SubgraphOperation, 'signal'> = {},
  ): Promise<Answer> {
    const isAttempt = this.#isOpen;
    if (!this.#mayTry()) {
      this.#observer.refused(this.#subgraph, 'breaker');
      throw new SubgraphUnavailableError(this.#subgraph);
    }
    const startedAtMs = this.#now();
    try {
      const answer = await call();
      this.#succeeded(isAttempt);
      return answer;
    } catch (error) {
      if (this.#isToBlame(startedAtMs, asked.signal)) this.#failed();
      throw new SubgraphUnavailableError(this.#subgraph, { cause: error });
    }
  }

  #mayTry(): boolean {
    if (!this.#isOpen) return true;
    if (this.#now() < this.#nextAttemptAtMs) return false;
    this.#nextAttemptAtMs = this.#now() + retryEveryMs;
    return true;
  }

  #isToBlame(startedAtMs: number, signal: AbortSignal | undefined): boolean {
    if (!signal?.aborted) return true;
    return isLate(signal) && this.#now() - startedAtMs >= fairMs;
  }

  /** While it is open only an attempt counts: what was under way before tells of the past. */
  #succeeded(isAttempt: boolean): void {
    if (this.#isOpen && !isAttempt) return;
    if (this.#isOpen) this.#rate.forget();
    this.#isOpen = false;
    this.#failuresInRow = 0;
    this.#rate.note(false);
  }

  #failed(): void {
    this.#failuresInRow += 1;
    this.#rate.note(true);
    if (this.#isOpen || (this.#failuresInRow < failuresToOpen && !this.#rate.isHigh)) return;
    this.#isOpen = true;
    this.#observer.opened(this.#subgraph);
  }
}
