import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pourInto } from './leaky-bucket.ts';

const bucket = { capacity: 100, leaksPerSecond: 10 };
const pours = fc.array(fc.tuple(fc.nat(150), fc.nat(20_000)), { maxLength: 50 });

describe('a leaky bucket', () => {
  it('never holds more than it may, nor less than nothing', () => {
    fc.assert(
      fc.property(pours, (all) => {
        let level = 0;
        for (const [amount, agoMs] of all) {
          ({ level } = pourInto({ level, agoMs }, amount, bucket));
          expect(level).toBeGreaterThanOrEqual(0);
          expect(level).toBeLessThanOrEqual(bucket.capacity);
        }
      }),
    );
  });

  it('takes over any time no more than what it holds and what leaks meanwhile', () => {
    fc.assert(
      fc.property(pours, (all) => {
        let [level, taken, tookMs] = [0, 0, 0];
        for (const [amount, agoMs] of all) {
          const poured = pourInto({ level, agoMs }, amount, bucket);
          if (poured.isTaken) taken += amount;
          tookMs += agoMs;
          level = poured.level;
        }
        expect(taken).toBeLessThanOrEqual(bucket.capacity + (tookMs * bucket.leaksPerSecond) / 1_000 + 1e-6);
      }),
    );
  });

  it('minds no clock that goes back', () => {
    expect(pourInto({ level: 50, agoMs: -10_000 }, 10, bucket)).toEqual({ isTaken: true, level: 60 });
  });
});
