import { describe, expect, it, vi } from 'vitest';
import { gathered, type Gathering } from './gathered.ts';

/** Runs end when the test says so. */
function stage({
  maxItems = 100,
  patienceMs = 10_000,
  ...lingering
}: Partial<Omit<Gathering<number, string>, 'run'>> = {}) {
  const runs: { readonly items: readonly number[]; readonly end: PromiseWithResolvers<void> }[] = [];
  const ask = gathered<number, string>({
    ...{ maxItems, patienceMs, ...lingering },
    run: async (items) => {
      const end = Promise.withResolvers<void>();
      runs.push({ items, end });
      await end.promise;
      return items.map(String);
    },
  });
  const end = async (index: number) => {
    runs[index]?.end.resolve();
    await new Promise(setImmediate);
  };
  return { ask, runs, end, asked: () => runs.map(({ items }) => items) };
}

describe('what is gathered', () => {
  it('goes alone and at once when nothing is under way', async () => {
    const { ask, end, asked } = stage();
    const one = ask(1);
    expect(asked()).toEqual([[1]]);
    await end(0);
    expect(await one).toBe('1');
    void ask(2);
    expect(asked()).toEqual([[1], [2]]);
  });

  it('goes together with what else comes while an earlier run is under way, each with its own answer', async () => {
    const { ask, end, asked } = stage();
    const answers = [1, 2, 3].map(ask);
    await end(0);
    expect(asked()).toEqual([[1], [2, 3]]);
    await end(1);
    expect(await Promise.all(answers)).toEqual(['1', '2', '3']);
  });

  it('goes together from the start when a run begins after the turn', async () => {
    const { ask, end, asked } = stage({ lingerMs: 0 });
    const answers = [1, 2].map(ask);
    expect(asked()).toEqual([]);
    await new Promise(setImmediate);
    expect(asked()).toEqual([[1, 2]]);
    await end(0);
    expect(await Promise.all(answers)).toEqual(['1', '2']);
  });

  it('is never more than a run may hold', async () => {
    const { ask, end, asked } = stage({ maxItems: 2 });
    [1, 2, 3, 4].forEach((item) => void ask(item));
    await end(0);
    await end(1);
    expect(asked()).toEqual([[1], [2, 3], [4]]);
  });

  it('does not wait for a run that takes too long, nor count it twice when it ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { ask, end, asked } = stage({ patienceMs: 20 });
      [1, 2, 3].forEach((item) => void ask(item));
      vi.advanceTimersByTime(19);
      expect(asked()).toEqual([[1]]);
      vi.advanceTimersByTime(1);
      expect(asked()).toEqual([[1], [2, 3]]);
      void ask(4);
      await end(0);
      expect(asked()).toEqual([[1], [2, 3]]);
      await end(1);
      expect(asked()).toEqual([[1], [2, 3], [4]]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('fails together, and the next run goes on', async () => {
    let isBroken = true;
    const run = (items: readonly number[]) =>
      isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(items);
    const ask = gathered({ run, maxItems: 10, patienceMs: 10_000 });
    await expect(Promise.all([ask(1), ask(2)])).rejects.toThrow('broken');
    isBroken = false;
    expect(await ask(3)).toBe(3);
  });

  it('refuses a run that leaves an item without an answer', async () => {
    const ask = gathered({ run: () => Promise.resolve([]), maxItems: 10, patienceMs: 10_000 });
    await expect(ask(1)).rejects.toThrow('did not answer each item');
  });
});
