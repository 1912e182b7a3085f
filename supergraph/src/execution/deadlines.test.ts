import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from './deadline.ts';
import { Deadlines } from './deadlines.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Three, one a second, of five seconds each. */
function begun() {
  const deadlines = new Deadlines(5_000);
  const all = Array.from({ length: 3 }, () => {
    const deadline = new Deadline();
    deadlines.begin(deadline);
    vi.advanceTimersByTime(1_000);
    return deadline;
  });
  return { deadlines, all, passed: () => all.map(({ hasPassed }) => hasPassed) };
}

describe('deadlines of one length', () => {
  it.each([
    [4_999, [false, false, false]],
    [5_000, [true, false, false]],
    [5_999, [true, false, false]],
    [6_000, [true, true, false]],
    [7_000, [true, true, true]],
  ] as const)('have passed after %i ms: %j', (atMs, states) => {
    const { passed } = begun();
    vi.advanceTimersByTime(atMs - 3_000);
    expect(passed()).toEqual(states);
  });

  it('pass by those that have ended, and by those of whom nobody waits', () => {
    const { all, passed } = begun();
    all[0]?.end();
    all[1]?.leave();
    vi.advanceTimersByTime(10_000);
    expect(passed()).toEqual([false, false, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('have one timer, whatever their number', () => {
    begun();
    expect(vi.getTimerCount()).toBe(1);
  });

  it('begin again when all had passed', () => {
    const { deadlines } = begun();
    vi.advanceTimersByTime(10_000);
    const another = new Deadline();
    deadlines.begin(another);
    vi.advanceTimersByTime(5_000);
    expect(another.hasPassed).toBe(true);
  });

  it('tell who is at work, until it is done', () => {
    const { all } = begun();
    const [told, done] = [{ giveUp: vi.fn() }, { giveUp: vi.fn() }];
    all[0]?.tell(told);
    all[0]?.tell(done);
    all[0]?.forget(done);
    vi.advanceTimersByTime(5_000);
    expect([told.giveUp.mock.calls.length, done.giveUp.mock.calls.length]).toEqual([1, 0]);
    expect(told.giveUp).toHaveBeenCalledWith(all[0]?.reason);
  });
});
