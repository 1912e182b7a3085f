import { describe, expect, it } from 'vitest';
import { describeKeyValueStore } from './key-value.contract.ts';
import { MemoryKeyValueStore } from './memory-key-value.ts';

function opened(maxEntries = 100) {
  let clockMs = 0;
  const store = new MemoryKeyValueStore({ nowMs: () => clockMs, maxEntries });
  return { store, pass: async (ms: number) => void (clockMs += ms) };
}

describeKeyValueStore('the key-value store in memory', async () => opened());

describe('the key-value store in memory', () => {
  it('stays within its bound by dropping what expired', async () => {
    const { store, pass } = opened(3);
    await store.set('long', 'kept', 10_000);
    await store.set('short', 'gone', 100);
    await store.set('brief', 'gone', 100);
    await pass(200);
    await store.set('new', 'kept', 10_000);
    expect([await store.get('long'), await store.get('new')]).toEqual(['kept', 'kept']);
  });

  it('stays within its bound by dropping the oldest when nothing expired', async () => {
    const { store } = opened(3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) await store.set(key, key, 10_000);
    const left = await Promise.all(['a', 'b', 'c', 'd'].map((key) => store.get(key)));
    expect(left).toEqual(['a', null, 'c', 'd']);
  });
});
