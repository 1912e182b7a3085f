import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stoppingDistanceCm, stoppingLevel } from './stopping.ts';
import { collisionLevel, timeToCollisionS } from './time-to-collision.ts';

/** The table of the sensors' physics: reaction 0.75 s, braking 4 m/s². */
const table = [
  { kmh: 1, stopCm: 22, at120: 4.3, at60: 2.2, at30: 1.1 },
  { kmh: 3, stopCm: 71, at120: 1.4, at60: 0.72, at30: 0.36 },
  { kmh: 5, stopCm: 128, at120: 0.86, at60: 0.43, at30: 0.22 },
  { kmh: 8, stopCm: 228, at120: 0.54, at60: 0.27, at30: 0.14 },
  { kmh: 10, stopCm: 305, at120: 0.43, at60: 0.22, at30: 0.11 },
];

describe('the way to a stop', () => {
  it.each(table)('at $kmh km/h is $stopCm cm', ({ kmh, stopCm }) => {
    expect(Math.abs(stoppingDistanceCm(kmh / 3.6) - stopCm)).toBeLessThan(1);
    expect(stoppingDistanceCm(-kmh / 3.6)).toBe(stoppingDistanceCm(kmh / 3.6));
  });

  it.each([
    [129, 5, 'NONE'],
    [127, 5, 'WARNING'],
    [38.1, 5, 'WARNING'],
    [37.9, 5, 'STOP'],
    [0, 0, 'NONE'],
  ] as const)('%i cm at %i km/h is %s', (cm, kmh, level) => {
    expect(stoppingLevel(cm, kmh / 3.6)).toBe(level);
  });
});

describe('time to collision', () => {
  it.each(table)('at $kmh km/h', ({ kmh, at120, at60, at30 }) => {
    const closing = { closingMps: kmh / 3.6, closingMps2: 0 };
    for (const [distanceCm, seconds] of [
      [120, at120],
      [60, at60],
      [30, at30],
    ] as const)
      expect(timeToCollisionS({ distanceCm, ...closing })).toBeCloseTo(seconds, 1);
  });

  it.each([
    ['who goes away or stands', { distanceCm: 50, closingMps: 0, closingMps2: 1 }, null],
    ['who brakes enough', { distanceCm: 100, closingMps: 1, closingMps2: -1 }, null],
    ['who brakes just not enough', { distanceCm: 49, closingMps: 1, closingMps2: -1 }, 0.86],
    ['who speeds up', { distanceCm: 100, closingMps: 1, closingMps2: 2 }, 0.62],
  ])('of one %s', (_, approach, seconds) => {
    const found = timeToCollisionS(approach);
    if (seconds === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(seconds, 2);
  });

  it('is never longer for who speeds up, never negative', () => {
    const value = (max: number) => fc.double({ min: 0.06, max, noNaN: true });
    fc.assert(
      fc.property(value(500), value(3), value(3), (distanceCm, closingMps, closingMps2) => {
        const steady = timeToCollisionS({ distanceCm, closingMps, closingMps2: 0 }) ?? Infinity;
        const faster = timeToCollisionS({ distanceCm, closingMps, closingMps2 }) ?? Infinity;
        expect(faster).toBeGreaterThanOrEqual(0);
        expect(faster).toBeLessThanOrEqual(steady + 1e-9);
      }),
    );
  });

  it.each([
    [2.01, 'NONE'],
    [1.99, 'CAUTION'],
    [1.2, 'CAUTION'],
    [1.19, 'WARNING'],
    [0.7, 'WARNING'],
    [0.69, 'STOP'],
    [null, 'NONE'],
  ] as const)('%s s is %s', (seconds, level) => {
    expect(collisionLevel(seconds)).toBe(level);
  });
});
