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

    it('leaves what is there, and its end, where somebody else sets only what is absent', async () => {
      expect(await store.setIfAbsent('key', '처음', 400)).toBe('처음');
      await pass(250);
      expect(await store.setIfAbsent('key', 'second', 400)).toBe('처음');
      await pass(250);
      expect(await store.setIfAbsent('key', 'third', 10_000)).toBe('third');
      expect(await store.get('key')).toBe('third');
    });

    it('lets one of many win who set at once what is absent', async () => {
      const all = Array.from({ length: 20 }, (_, index) => store.setIfAbsent('key', String(index), 10_000));
      expect(new Set(await Promise.all(all)).size).toBe(1);
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

    describe('a bucket', () => {
      const slow = { capacity: 100, leaksPerSecond: 0.001 };
      const quick = { capacity: 100, leaksPerSecond: 100 };

      it('takes until it would run over, and then less that still fits', async () => {
        expect(await store.pour('b', 60, slow)).toEqual({ isTaken: true, level: 60 });
        expect(await store.pour('b', 60, slow)).toEqual({ isTaken: false, level: expect.closeTo(60) });
        expect(await store.pour('b', 30, slow)).toEqual({ isTaken: true, level: expect.closeTo(90) });
        expect(await store.pour('other', 100, slow)).toEqual({ isTaken: true, level: 100 });
      });

      it('leaks steadily, until it is empty', async () => {
        await store.pour('b', 100, quick);
        await pass(500);
        expect((await store.pour('b', 0, quick)).level).toBeLessThanOrEqual(50);
        await pass(600);
        expect(await store.pour('b', 100, quick)).toEqual({ isTaken: true, level: 100 });
      });

      it('runs over with what has happened already, and takes nothing until that has leaked', async () => {
        const over = await store.pour('b', 200, { ...quick, mayRunOver: true });
        expect(over).toEqual({ isTaken: true, level: 200 });
        expect(await store.pour('b', 1, quick)).toMatchObject({ isTaken: false });
        await pass(1_100);
        expect(await store.pour('b', 1, quick)).toMatchObject({ isTaken: true });
      });

      it('takes no more from many at once than it holds', async () => {
        const all = await Promise.all(Array.from({ length: 50 }, () => store.pour('b', 10, slow)));
        expect(all.filter(({ isTaken }) => isTaken)).toHaveLength(10);
      });

      it('gives back, and never more than there was', async () => {
        await store.pour('b', 60, slow);
        expect((await store.pour('b', -20, { ...slow, mayRunOver: true })).level).toBeCloseTo(40);
        await store.pour('b', -100, { ...slow, mayRunOver: true });
        expect(await store.pour('b', 100, slow)).toEqual({ isTaken: true, level: 100 });
      });

      it('takes fractions', async () => {
        expect((await store.pour('b', 0.25, slow)).level).toBe(0.25);
      });
    });

    it('forgets what is deleted', async () => {
      await store.set('key', 'value', 10_000);
      await store.delete('key');
      await store.delete('never there');
      expect(await store.get('key')).toBeNull();
    });
  });
}
