import { DomainError } from '../errors/domain-error.ts';

/**
 * Volatile values: presence, rate limits, caches. Losing all of them costs latency only.
 *
 * Every method may throw `KeyValueUnavailableError`, within a second; a caller that can go on
 * without the value does.
 */
export interface KeyValueStore {
  get(key: string): Promise<string | null>;
  /** `ttlMs` > 0: the value is gone after that many milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /**
   * Sets what is not there, at once for all who try; what is there stays, and with it its end.
   *
   * @param ttlMs - > 0
   * @returns what is there now
   */
  setIfAbsent(key: string, value: string, ttlMs: number): Promise<string>;
  /** Adds 1 and returns the new count; the count disappears `ttlMs` after the first increment. */
  increment(key: string, ttlMs: number): Promise<number>;
  delete(key: string): Promise<void>;
  /**
   * Pours into a bucket that leaks, at once for all who pour into it. What would make it run over is not
   * poured, unless it `mayRunOver`. A negative amount is given back. An empty bucket is forgotten.
   */
  pour(key: string, amount: number, bucket: Bucket): Promise<Poured>;
  close(): Promise<void>;
}

/** Any unit, the same in all of them. */
export interface Bucket {
  readonly capacity: number;
  /** > 0. */
  readonly leaksPerSecond: number;
  /** True for what has happened already. */
  readonly mayRunOver?: boolean;
}

export interface Poured {
  /** False: it would have run over. */
  readonly isTaken: boolean;
  /** What is in it now. */
  readonly level: number;
}

/** The store is away, or full. Nothing was read; whether something was written is not known. */
export class KeyValueUnavailableError extends DomainError {
  constructor(options?: ErrorOptions) {
    super('SUBGRAPH_UNAVAILABLE', 'A part of this service does not answer now; try again.', options);
  }
}
