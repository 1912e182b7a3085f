import { describe, expect, it } from 'vitest';
import { spreadOver } from './spread.ts';

describe('work for many', () => {
  it('is done in the order drawn, with pauses that add up to where the last one stands in the window', async () => {
    const drawn = [0.5, 0, 0.75];
    const steps: unknown[] = [];
    let nowMs = 0;
    const pause = async (ms: number) => void (nowMs += ms);
    await spreadOver(
      ['half', 'first', 'late'],
      { windowMs: 1_000, random: () => drawn.shift() ?? 0, pause },
      async (item) => void steps.push([Math.round(nowMs), item]),
    );
    expect(steps).toEqual([
      [0, 'first'],
      [500, 'half'],
      [750, 'late'],
    ]);
    expect(Math.round(nowMs)).toBe(750);
  });

  it('takes no time where there is none', async () => {
    let pauses = 0;
    const pause = async () => void (pauses += 1);
    await spreadOver([], { windowMs: 1_000, random: () => 0, pause }, async () => undefined);
    expect(pauses).toBe(0);
  });
});
