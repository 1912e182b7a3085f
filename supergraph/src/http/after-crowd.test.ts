import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AfterCrowd } from './after-crowd.ts';
import { collectGarbage } from './collect-garbage.ts';

const giveBack = vi.fn();
let crowd: AfterCrowd;
beforeEach(() => {
  vi.useFakeTimers();
  giveBack.mockClear();
  crowd = new AfterCrowd(giveBack);
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
      expect(giveBack).not.toHaveBeenCalled();
    }
    come(49);
    vi.advanceTimersByTime(1_000);
    expect(giveBack).toHaveBeenCalledOnce();
  });

  it('does it once for a crowd, and not for few', () => {
    come(999);
    vi.advanceTimersByTime(60_000);
    expect(giveBack).not.toHaveBeenCalled();
    come(1);
    vi.advanceTimersByTime(60_000);
    come(999);
    vi.advanceTimersByTime(60_000);
    expect(giveBack).toHaveBeenCalledOnce();
    come(1);
    vi.advanceTimersByTime(60_000);
    expect(giveBack).toHaveBeenCalledTimes(2);
  });
});

it('collects what nobody holds', () => {
  const held: { weak: WeakRef<object> } = { weak: new WeakRef({}) };
  vi.useRealTimers();
  return new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
    collectGarbage();
    expect(held.weak.deref()).toBeUndefined();
  });
});
