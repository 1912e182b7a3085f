import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AfterCrowd } from './after-crowd.ts';
import { collectGarbage, giveMemoryBack } from './collect-garbage.ts';

const done: string[] = [];
let crowd: AfterCrowd;
beforeEach(() => {
  vi.useFakeTimers();
  done.length = 0;
  crowd = new AfterCrowd({ collect: () => done.push('collect'), giveBack: () => done.push('give back') });
});
afterEach(() => {
  crowd.close();
  vi.useRealTimers();
});
const come = (count: number) => {
  for (let n = 0; n < count; n += 1) crowd.note();
};

describe('AfterCrowd', () => {
  it('waits until a crowd has come, whoever comes one by one behind it', () => {
    for (let second = 0; second < 5; second += 1) {
      come(500);
      vi.advanceTimersByTime(1_000);
      expect(done).toEqual([]);
    }
    come(49);
    vi.advanceTimersByTime(1_000);
    expect(done).toEqual(['collect']);
  });

  it('gives back what is free when they have caught up', () => {
    come(1_000);
    vi.advanceTimersByTime(2_000);
    expect(done).toEqual(['collect']);
    vi.advanceTimersByTime(9_999);
    expect(done).toEqual(['collect']);
    vi.advanceTimersByTime(1);
    expect(done).toEqual(['collect', 'give back']);
  });

  it('gives back nothing while more come after a pause, however few', () => {
    come(1_000);
    vi.advanceTimersByTime(7_000);
    for (let second = 0; second < 20; second += 1) {
      come(60);
      vi.advanceTimersByTime(1_000);
    }
    vi.advanceTimersByTime(34_000);
    expect(done).toEqual(['collect']);
    vi.advanceTimersByTime(11_000);
    expect(done).toEqual(['collect', 'collect', 'give back']); // the second thousand
  });

  it('collects and gives back at most once a minute, however many crowds come and go', () => {
    for (let second = 0; second < 600; second += 1) {
      if (second % 2 === 0) come(4_000);
      vi.advanceTimersByTime(1_000);
    }
    expect(done).toEqual(Array.from({ length: 10 }, () => 'collect'));
    vi.advanceTimersByTime(120_000);
    expect(done.slice(10)).toEqual(['collect', 'give back']);
  });

  it('does each once for a crowd, and nothing for few', () => {
    const once = ['collect', 'give back'];
    come(999);
    vi.advanceTimersByTime(60_000);
    expect(done).toEqual([]);
    come(1);
    vi.advanceTimersByTime(60_000);
    come(999);
    vi.advanceTimersByTime(60_000);
    expect(done).toEqual(once);
    come(1);
    vi.advanceTimersByTime(60_000);
    expect(done).toEqual([...once, ...once]);
  });

  it('does nothing any more once it is closed', () => {
    come(1_000);
    vi.advanceTimersByTime(2_000);
    crowd.close();
    vi.advanceTimersByTime(60_000);
    expect(done).toEqual(['collect']);
  });
});

it.each([
  ['collects', collectGarbage],
  ['gives back', giveMemoryBack],
])('%s what nobody holds', (_, collect) => {
  const held: { weak: WeakRef<object> } = { weak: new WeakRef({}) };
  vi.useRealTimers();
  return new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
    collect();
    expect(held.weak.deref()).toBeUndefined();
  });
});
