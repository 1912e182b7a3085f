import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyValueStore } from './key-value.ts';

export interface OpenedKeyValueStore {
  readonly store: KeyValueStore;
  /** Lets `ms` go by, on the clock of the store. */
  readonly pass: (ms: number) => Promise<void>;
}

/** What every key-value store must do, wherever it keeps its values; `open` gives an empty one. */
export function describeKeyValueStore(name: string, open: () => Promise<OpenedKeyValueStore>): void {
  describe(name, () => {
    let store: OpenedKeyValueStore['store'];
    let pass: OpenedKeyValueStore['pass'];
    beforeEach(async () => {
      ({ store, pass } = await open());
    });
    afterEach(() => store.close());

    it('knows nothing of a key that was not set', async () => {
      expect(await store.get('key')).toBeNull();
    });

    it('gives back what was set last', async () => {
      await store.set('key', 'first', 10_000);
      await store.set('key', '둘째 "값"', 10_000);
      await store.set('other', '', 10_000);
      expect([await store.get('key'), await store.get('other')]).toEqual(['둘째 "값"', '']);
    });

    it('forgets a value after its time, counted from the last set', async () => {
      await store.set('key', 'first', 400);
      await pass(250);
      await store.set('key', 'second', 400);
      await pass(250);
      expect(await store.get('key')).toBe('second');
      await pass(250);
      expect(await store.get('key')).toBeNull();
    });

    it('counts from one', async () => {
      expect([await store.increment('n', 10_000), await store.increment('n', 10_000)]).toEqual([1, 2]);
      expect(await store.increment('m', 10_000)).toBe(1);
    });

    it('counts everyone who counts at once', async () => {
      const counts = await Promise.all(Array.from({ length: 50 }, () => store.increment('n', 10_000)));
      expect(counts.sort((a, b) => a - b)).toEqual(counts.map((_, index) => index + 1));
    });

    it('starts a count anew after its time, counted from the first increment', async () => {
      await store.increment('n', 400);
      await pass(250);
      expect(await store.increment('n', 400)).toBe(2);
      await pass(250);
      expect(await store.increment('n', 400)).toBe(1);
    });

    it('forgets what is deleted', async () => {
      await store.set('key', 'value', 10_000);
      await store.delete('key');
      await store.delete('never there');
      expect(await store.get('key')).toBeNull();
    });
  });
}
