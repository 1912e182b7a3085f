import type { Bucket, KeyValueStore, Poured } from './key-value.ts';
import { pourInto } from './leaky-bucket.ts';

interface Entry {
  readonly value: string;
  /** On the clock that was passed in. */
  readonly expiresAtMs: number;
}

export interface MemoryKeyValueOptions {
  /** Milliseconds on any clock that never goes back. */
  readonly nowMs?: () => number;
  /** Beyond it the oldest entries are dropped; ≥ 1. */
  readonly maxEntries?: number;
}

/** The key-value store of a single process. */
export class MemoryKeyValueStore implements KeyValueStore {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;
  readonly #maxEntries: number;

  constructor({ nowMs = () => performance.now(), maxEntries = 100_000 }: MemoryKeyValueOptions = {}) {
    this.#nowMs = nowMs;
    this.#maxEntries = maxEntries;
  }

  async get(key: string): Promise<string | null> {
    return this.#live(key)?.value ?? null;
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#put(key, { value, expiresAtMs: this.#nowMs() + ttlMs });
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<string> {
    const before = this.#live(key);
    if (!before) this.#put(key, { value, expiresAtMs: this.#nowMs() + ttlMs });
    return before?.value ?? value;
  }

  async increment(key: string, ttlMs: number): Promise<number> {
    const before = this.#live(key);
    const count = Number(before?.value ?? 0) + 1;
    this.#put(key, { value: String(count), expiresAtMs: before?.expiresAtMs ?? this.#nowMs() + ttlMs });
    return count;
  }

  async pour(key: string, amount: number, bucket: Bucket): Promise<Poured> {
    const nowMs = this.#nowMs();
    const [level = 0, atMs = nowMs] = this.#live(key)?.value.split(' ').map(Number) ?? [];
    const poured = pourInto({ level, agoMs: nowMs - atMs }, amount, bucket);
    const emptyInMs = (poured.level / bucket.leaksPerSecond) * 1_000;
    this.#put(key, { value: `${poured.level} ${nowMs}`, expiresAtMs: nowMs + emptyInMs });
    return poured;
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  async close(): Promise<void> {
    this.#entries.clear();
  }

  #live(key: string): Entry | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    if (entry.expiresAtMs > this.#nowMs()) return entry;
    this.#entries.delete(key);
    return null;
  }

  #put(key: string, entry: Entry): void {
    this.#entries.delete(key); // Written again means youngest again.
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#maxEntries) this.#makeRoom();
  }

  /** Drops what has expired; when that is nothing, the oldest tenth. */
  #makeRoom(): void {
    for (const key of [...this.#entries.keys()]) this.#live(key);
    const surplus = this.#entries.size - this.#maxEntries;
    if (surplus <= 0) return;
    const dropped = surplus + Math.floor(this.#maxEntries / 10);
    for (const key of [...this.#entries.keys()].slice(0, dropped)) this.#entries.delete(key);
  }
}
