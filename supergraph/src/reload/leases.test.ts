import { describe, expect, it } from 'vitest';
import { Leases } from './leases.ts';

describe('Leases', () => {
  it('are free when the last one has been given back, and only then', async () => {
    const leases = new Leases();
    const [first, second] = [leases.take(), leases.take()];
    let isFree = false;
    const free = leases.whenFree().then(() => (isFree = true));
    first();
    first(); // twice is once
    await Promise.resolve();
    expect(isFree).toBe(false);
    second();
    await free;
    expect(isFree).toBe(true);
  });

  it('are given back by work that fails', async () => {
    const leases = new Leases();
    await expect(leases.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(leases.whenFree()).resolves.toBeUndefined();
  });
});
