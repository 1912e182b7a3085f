import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Outcome } from './outcome.ts';

const waiter = () => ({ wake: vi.fn() });

describe('Outcome', () => {
  it('tells those who wait, once, in the order of their coming, and nobody who comes later', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const outcome = new Outcome(promise);
    const woken: number[] = [];
    for (const index of [0, 1, 2]) outcome.tell({ wake: () => void woken.push(index) });
    expect(outcome.value).toBeNull();
    resolve('made');
    await promise;
    expect([outcome.value, woken]).toEqual(['made', [0, 1, 2]]);
    const late = waiter();
    outcome.tell(late);
    await turn();
    expect(late.wake).not.toHaveBeenCalled();
  });

  it('tells of a failure, which whoever looks is thrown', async () => {
    const outcome = new Outcome<string>(Promise.reject(new Error('broken')));
    const one = waiter();
    outcome.tell(one);
    await turn();
    expect(one.wake).toHaveBeenCalledOnce();
    expect(() => outcome.value).toThrow('broken');
  });

  it('lets others do something while very many are told, and forgets none of them', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const outcome = new Outcome(promise);
    let woken = 0;
    for (let n = 0; n < 2_500; n += 1) outcome.tell({ wake: () => void (woken += 1) });
    resolve('made');
    await promise;
    expect(woken).toBeLessThan(2_500);
    await vi.waitFor(() => expect(woken).toBe(2_500));
  });
});
