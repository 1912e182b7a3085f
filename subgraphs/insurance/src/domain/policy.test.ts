import { describe, expect, it } from 'vitest';
import { cleanSearch, policyNumber } from './policy.ts';

describe('policyNumber', () => {
  it.each([
    ['2026-11-21T05:00:00.000Z', 123, 'MO-2026-000123'],
    ['2026-12-31T15:00:00.000Z', 1_234_567, 'MO-2027-1234567'],
  ])('at %s, number %d, is %s', (openedAt, sequence, number) => {
    expect(policyNumber(new Date(openedAt), sequence)).toBe(number);
  });
});

describe('cleanSearch', () => {
  it.each([
    ['x', 20, 'search'],
    ['x'.repeat(101), 20, 'search'],
    ['김민수', 0, 'first'],
    ['김민수', 51, 'first'],
  ])('refuses "%s" with first %d by %s', (search, first, field) => {
    expect(() => cleanSearch(search, first)).toThrow(expect.objectContaining({ field }));
  });
});
