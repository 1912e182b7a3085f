import { describe, expect, it } from 'vitest';
import { windowAt } from './attempts.ts';

describe('windowAt', () => {
  const limit = { windowMs: 300_000, max: 10 };
  it.each([
    [0, 0, 300],
    [1, 0, 300],
    [299_000, 0, 1],
    [299_999, 0, 1],
    [300_000, 1, 300],
  ])('at %i ms: window %i, %i s left', (ms, window, remainingSeconds) => {
    expect(windowAt(new Date(ms), limit)).toEqual({ window, remainingSeconds });
  });
});
