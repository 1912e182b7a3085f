import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Moments } from './moments.ts';

/** Thirty moments, 100 ms apart. */
const everyMs = 3_000;
beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

/** When it was whose turn, in milliseconds. */
function setUp() {
  const startMs = performance.now();
  const turns: [string, number][] = [];
  const moments = new Moments<string>(everyMs, (item) =>
    turns.push([item, Math.round(performance.now() - startMs)]),
  );
  return { moments, turns };
}

it.each([
  ['at a moment', 0, [3_000, 6_100]],
  ['just behind one', 1, [3_100, 6_200]],
  ['just before the next', 99, [3_100, 6_200]],
])('the turn of who comes %s is behind the time, and then again', (_, comesAtMs, at) => {
  const { moments, turns } = setUp();
  vi.advanceTimersByTime(comesAtMs);
  const slot = moments.add('ann');
  vi.advanceTimersByTime(7_000);
  expect(turns).toEqual(at.map((ms) => ['ann', ms]));
  moments.delete('ann', slot);
});

it('it is the turn of each in his own time, whoever came before him', () => {
  const { moments, turns } = setUp();
  const slots = ['ann', 'bob', 'cho', 'dan'].map((name) => {
    const slot = moments.add(name);
    vi.advanceTimersByTime(900);
    return slot;
  });
  vi.advanceTimersByTime(2_600);
  expect(turns).toEqual([
    ['ann', 3_000],
    ['bob', 3_900],
    ['cho', 4_800],
    ['dan', 5_700],
    ['ann', 6_100],
  ]);
  ['ann', 'bob', 'cho', 'dan'].forEach((name, index) => moments.delete(name, slots[index] ?? -1));
});

it('who has left has no turn, and nothing waits when nobody is there', () => {
  const { moments, turns } = setUp();
  moments.delete('ann', moments.add('ann'));
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(turns).toEqual([]);
});

it('whose moment went by while the process was busy has his turn then, once', () => {
  const { moments, turns } = setUp();
  const slots = [moments.add('ann')];
  vi.advanceTimersByTime(500);
  slots.push(moments.add('bob'));
  const late = vi.spyOn(performance, 'now');
  const nowMs = performance.now() + 9_000;
  late.mockReturnValue(nowMs);
  vi.advanceTimersByTime(2_500);
  late.mockRestore();
  expect(turns.map(([name]) => name).sort()).toEqual(['ann', 'bob']);
  ['ann', 'bob'].forEach((name, index) => moments.delete(name, slots[index] ?? -1));
});
