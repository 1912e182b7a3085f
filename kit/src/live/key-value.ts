/** Volatile values: presence, rate limits, caches. Losing all of them costs latency only. */
export interface KeyValueStore {
  get(key: string): Promise<string | null>;
  /** `ttlMs` > 0: the value is gone after that many milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Adds 1 and returns the new count; the count disappears `ttlMs` after the first increment. */
  increment(key: string, ttlMs: number): Promise<number>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
