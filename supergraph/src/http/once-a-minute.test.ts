import { expect, it } from 'vitest';
import { onceAMinute } from './once-a-minute.ts';

it('tells what comes first in each minute', () => {
  let nowMs = 0;
  const told: string[] = [];
  const tell = onceAMinute<string>(
    (one) => told.push(one),
    () => nowMs,
  );
  for (const [atMs, one] of [
    [0, 'first'],
    [59_999, 'not this'],
    [60_000, 'second'],
    [61_000, 'nor this'],
  ] as const) {
    nowMs = atMs;
    tell(one);
  }
  expect(told).toEqual(['first', 'second']);
});
