import { type KeyValueStore, KeyValueUnavailableError } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';

/** What this process has counted itself: it goes on counting while the shared store is away. */
const ownCounts = new WeakMap<KeyValueStore, MemoryKeyValueStore>();

function ownOf(shared: KeyValueStore): MemoryKeyValueStore {
  const own = ownCounts.get(shared) ?? new MemoryKeyValueStore();
  ownCounts.set(shared, own);
  return own;
}

/**
 * How often `key` was counted in its window: by all processes, or, while the store that they share
 * is away, by this one. Log-in thus goes on without it, and guessing stays bounded: at the limit
 * times the number of processes.
 */
export async function countAttempt(shared: KeyValueStore, key: string, windowMs: number): Promise<number> {
  const own = await ownOf(shared).increment(key, windowMs);
  return withoutStore(own, () => shared.increment(key, windowMs));
}

export async function forgetAttempt(shared: KeyValueStore, key: string): Promise<void> {
  await ownOf(shared).delete(key);
  await withoutStore(undefined, () => shared.delete(key));
}

async function withoutStore<T>(fallback: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KeyValueUnavailableError) return fallback;
    throw error;
  }
}
