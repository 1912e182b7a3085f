import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

/** Failures in a row after which the subgraph is taken for gone. */
const failuresToOpen = 3;
/** Milliseconds between attempts while it is gone. */
const retryEveryMs = 1_000;

/**
 * Turns every failure into {@link SubgraphUnavailableError}, and while a subgraph hangs lets one
 * call a second find out whether it is back; the others are answered at once instead of waiting
 * for their timeout.
 */
export class Breaker {
  readonly #subgraph: string;
  readonly #now: () => number;
  #failures = 0;
  #nextAttemptAtMs = 0;

  constructor(subgraph: string, now: () => number = () => performance.now()) {
    this.#subgraph = subgraph;
    this.#now = now;
  }

  /**
   * @param signal - aborted by who asked: that says nothing about the subgraph
   * @throws {SubgraphUnavailableError} for whatever `call` throws, and without calling while open
   */
  async run<Answer>(call: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    if (!this.#mayTry()) throw new SubgraphUnavailableError(this.#subgraph);
    try {
      const answer = await call();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (!signal?.aborted) this.#failures += 1;
      throw new SubgraphUnavailableError(this.#subgraph, { cause: error });
    }
  }

  #mayTry(): boolean {
    if (this.#failures < failuresToOpen) return true;
    if (this.#now() < this.#nextAttemptAtMs) return false;
    this.#nextAttemptAtMs = this.#now() + retryEveryMs;
    return true;
  }
}
