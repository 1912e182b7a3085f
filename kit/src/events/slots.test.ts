import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('Slots', () => {
  it('lets at most so many work at a time, the others in order of arrival', async () => {
    const slots = new Slots(2);
    const finish: (() => void)[] = [];
    const started: number[] = [];
    const work = (n: number) => () =>
      new Promise<void>((resolve) => {
        started.push(n);
        finish.push(resolve);
      });
    const all = [1, 2, 3, 4].map((n) => slots.use(work(n)));
    expect(started).toEqual([1, 2]);
    finish[1]?.();
    await all[1];
    expect(started).toEqual([1, 2, 3]);
    finish[0]?.();
    await all[0];
    expect(started).toEqual([1, 2, 3, 4]);
    for (const end of finish) end();
    await Promise.all(all);
  });

  it('gives the slot of work that failed to the next', async () => {
    const slots = new Slots(1);
    await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.use(() => Promise.resolve('yes'))).toBe('yes');
  });
});
