import { describe, expect, it } from 'vitest';
import { isReplicaTrouble } from './replica-trouble.ts';

const withCode = (code: string) => Object.assign(new Error('said by the replica'), { code });

describe('what a replica failed at', () => {
  it.each([
    '40001',
    '40P01',
    '55P03',
    '25006',
    '42P01',
    '42703',
    '42883',
    '42501',
    '57P01',
    '08006',
    '53300',
  ])('may succeed on the primary after %s', (code) => {
    expect(isReplicaTrouble(withCode(code), 10)).toBe(true);
  });

  it.each(['23505', '22012', '42601'])('fails there as well after %s', (code) => {
    expect(isReplicaTrouble(withCode(code), 10)).toBe(false);
  });

  it('is not sent to the primary when it ran away, and is when it was cancelled before', () => {
    expect([4_999, 5_000].map((ranMs) => isReplicaTrouble(withCode('57014'), ranMs))).toEqual([true, false]);
  });
});
