const bucketMs = 1_000;
const buckets = 10;
/** Fewer calls say nothing about a rate. */
const minCalls = 20;
const maxFailedShare = 0.5;

interface Bucket {
  /** Of the time that it counts. */
  turn: number;
  calls: number;
  failures: number;
}

/** Calls and failures of the last ten seconds, by seconds. */
export class FailureRate {
  readonly #now: () => number;
  readonly #buckets = new Map<number, Bucket>();

  constructor(now: () => number) {
    this.#now = now;
  }

  note(isFailure: boolean): void {
    const bucket = this.#current();
    bucket.calls += 1;
    if (isFailure) bucket.failures += 1;
  }

  /** Half of enough calls have failed. */
  get isHigh(): boolean {
    const oldest = this.#turn() - buckets;
    let [calls, failures] = [0, 0];
    for (const bucket of this.#buckets.values()) {
      if (bucket.turn <= oldest) continue;
      calls += bucket.calls;
      failures += bucket.failures;
    }
    return calls >= minCalls && failures >= calls * maxFailedShare;
  }

  forget(): void {
    this.#buckets.clear();
  }

  #turn(): number {
    return Math.floor(this.#now() / bucketMs);
  }

  #current(): Bucket {
    const turn = this.#turn();
    const known = this.#buckets.get(turn % buckets);
    if (known?.turn === turn) return known;
    const bucket = { turn, calls: 0, failures: 0 };
    this.#buckets.set(turn % buckets, bucket);
    return bucket;
  }
}
