import { describe, expect, it } from 'vitest';
import { isNews } from './publication-news.ts';

const endedAt = '2026-11-21T05:00:00.000Z';
const after = (ms: number) => Date.parse(endedAt) + ms;

describe('how long a page tells of a publication', () => {
  it.each([
    ['COMPLETED', 599_999, true],
    ['COMPLETED', 600_000, false],
    ['CANCELLED', 86_399_999, true],
    ['CANCELLED', 86_400_000, false],
  ] as const)('%s, %i ms after its end: %s', (state, ms, isTold) => {
    expect(isNews({ state, endedAt }, after(ms))).toBe(isTold);
  });

  it.each(['RUNNING', 'COMPLETED', 'CANCELLED'] as const)('as long as it has not ended: %s', (state) => {
    expect(isNews({ state, endedAt: null }, after(1e12))).toBe(true);
  });
});
