import { describe, expect, it } from 'vitest';
import { erasureLimit } from './withdrawal.ts';

describe('erasureLimit', () => {
  it.each([
    ['2026-11-21T09:00:00.000Z', '2026-09-21T09:00:00.000Z'],
    ['2027-01-15T00:00:00.000Z', '2026-11-15T00:00:00.000Z'],
    ['2027-04-30T12:00:00.000Z', '2027-02-28T12:00:00.000Z'],
    ['2028-04-30T12:00:00.000Z', '2028-02-29T12:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2026-10-31T23:59:59.999Z'],
  ])('at %s, whoever withdrew by %s is erased', (now, limit) => {
    expect(erasureLimit(new Date(now)).toISOString()).toBe(limit);
  });
});
