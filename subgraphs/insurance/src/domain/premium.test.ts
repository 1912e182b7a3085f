import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charge, costOf, minutesOf, uncharge } from './premium.ts';

const at = (ms: number) => new Date(ms);

describe('minutesOf', () => {
  it.each([
    [0, 0, 0],
    [0, 59_999, 0],
    [0, 60_000, 1],
    [0, 119_999, 1],
    [0, 2_940 * 60_000, 2_940],
    [60_000, 0, 0],
  ])('from %d to %d ms is %d', (from, to, minutes) => {
    expect(minutesOf(at(from), at(to))).toBe(minutes);
  });
});

describe('charge', () => {
  it.each([
    // carry, cost in sixtieths → won, carry
    [0, 0, 0, 0],
    [0, 690, 11, 30],
    [30, 690, 12, 0],
    [0, 2_940 * 690, 33_810, 0],
    // A correction left a won to carry: the next charge takes it, but never more than its own cost rounded up.
    [90, 690, 12, 60],
    [90, 0, 0, 90],
    [-45, 690, 11, -15],
    [-120, 60, 1, -120],
  ])('carrying %d for %d charges %d won and leaves %d', (carry, cost, premiumWon, left) => {
    expect(charge(carry, cost)).toEqual({ premiumWon, carry: left });
  });

  it('adds up to the exact cost of a month but for less than a won', () => {
    const minutes = fc.array(fc.nat(600), { maxLength: 60 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 2_000 }), (periods, wonPerHour) => {
        let carry = 0;
        let charged = 0;
        for (const length of periods) {
          const result = charge(carry, length * wonPerHour);
          carry = result.carry;
          charged += result.premiumWon;
        }
        const exact = periods.reduce((sum, length) => sum + length * wonPerHour, 0);
        expect(charged).toBe(Math.floor(exact / 60));
        expect(carry).toBe(exact % 60);
      }),
    );
  });

  it('taken back leaves what was there before', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.nat(100_000), (carry, cost) => {
        const charged = charge(carry, cost);
        expect(uncharge(charged.carry, cost, charged.premiumWon)).toBe(carry);
      }),
    );
  });

  it('costs by the full minute', () => {
    expect(costOf({ startsAt: at(0), endsAt: at(90_000) }, 690)).toBe(690);
  });
});
