import { beforeEach, describe, expect, it } from 'vitest';
import { paceMs, RefusalPace } from './refusal-pace.ts';

let timers: { readonly run: () => void; readonly ms: number }[];
let pace: RefusalPace;
let refused: string[];
beforeEach(() => {
  timers = [];
  refused = [];
  pace = new RefusalPace((run, ms) => timers.push({ run, ms }));
});

const come = (...all: string[]): void =>
  all.forEach((who) => void pace.wait(who[0] ?? '')?.then(() => refused.push(who)));

async function later(): Promise<void> {
  for (const { run } of timers.splice(0)) run();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('whoever goes on', () => {
  it('is refused one after the other, the first after a moment too', async () => {
    come('a1', 'a2', 'a3');
    expect([refused, timers.map(({ ms }) => ms)]).toEqual([[], [paceMs]]);
    await later();
    expect(refused).toEqual(['a1']);
    await later();
    await later();
    expect(refused).toEqual(['a1', 'a2', 'a3']);
  });

  it('does not hold up others', async () => {
    come('a1', 'a2', 'b1');
    await later();
    expect(refused).toEqual(['a1', 'b1']);
  });

  it('has four waiting and no more', async () => {
    come('a1', 'a2', 'a3', 'a4');
    expect(pace.wait('a')).toBeNull();
    await later();
    expect(pace.wait('a')).not.toBeNull();
  });

  it('is forgotten when the last was refused', async () => {
    come('a1', 'a2', 'b1');
    for (let times = 0; times < 2; times += 1) await later();
    expect([pace.waiting, timers]).toEqual([0, []]);
  });
});
