import { describe, expect, it } from 'vitest';
import { frameAt } from '../testing/frames.ts';
import { createCoach } from './coach.ts';
import type { Moment } from './moment.ts';
import type { SampleFrame } from './sample-frame.ts';
import { standardProfile } from './standard-profile.ts';

type Values = Partial<SampleFrame>;

/** 50 frames a second from time 0. */
function drive(count: number, values: (seconds: number, index: number) => Values): Moment[] {
  const coach = createCoach(standardProfile);
  return Array.from({ length: count }, (_, index) =>
    coach.assess(frameAt(1_000 + index * 20, values(index / 50, index))),
  );
}

const alertsOf = (moments: readonly Moment[]) =>
  moments
    .flatMap(({ alerts }) => alerts)
    .map(({ pattern, danger, sensorId }) => ({ pattern, danger, sensorId }));
const patternsOf = (moments: readonly Moment[]) => new Set(alertsOf(moments).map(({ pattern }) => pattern));
/** A reading that is not frozen. */
const about = (cm: number, index: number) => cm + (index % 2) * 0.4;

describe('the patterns', () => {
  it('R1: 5 km/h towards something 1.2 m away is too fast; 1 km/h is not', () => {
    const approach = (mps: number) =>
      drive(8, (s, i) => ({
        gear: 'R',
        speedMps: -mps,
        distances: { 'rear-mid-left': about(120 - 100 * mps * s, i) },
      }));
    expect(patternsOf(approach(5 / 3.6))).toContain('R1_TOO_FAST');
    expect(patternsOf(approach(1 / 3.6))).not.toContain('R1_TOO_FAST');
  });

  it('R2: a short time to collision in two frames running', () => {
    const moments = drive(60, (s) => ({
      gear: 'R',
      speedMps: -0.6,
      distances: { 'rear-mid-left': 110 - 60 * s },
    }));
    expect(alertsOf(moments)).toContainEqual({
      pattern: 'R2_TIME_TO_COLLISION',
      danger: 'WARNING',
      sensorId: 'rear-mid-left',
    });
  });

  it.each([
    ['gaining 1 m/s in half a second', 2, 0, 95, true],
    ['with a foot on the brake', 2, 0.5, 95, false],
    ['gaining 0.7 m/s', 1.4, 0, 95, false],
    ['with nothing near', 2, 0, null, false],
  ] as const)('R3: the wrong pedal, %s', (_, mps2, brake, nearCm, isTold) => {
    const moments = drive(25, (s, i) => ({
      speedMps: mps2 * s,
      brake,
      distances: { 'front-mid-left': nearCm === null ? null : about(nearCm, i) },
    }));
    expect(patternsOf(moments).has('R3_PEDAL_CONFUSION')).toBe(isTold);
    if (isTold) expect(moments.at(-1)?.danger).toBe('STOP');
  });

  it.each([
    ['much steering', 0.5, 'R', true],
    ['little steering', 0.3, 'R', false],
    ['going forward', 0.5, 'D', false],
  ] as const)('R4: a front corner swings out, %s', (_, steeringRad, gear, isTold) => {
    const moments = drive(30, (s) => ({
      gear,
      steeringRad,
      speedMps: gear === 'R' ? -0.5 : 0.5,
      distances: { 'front-right': 58 - 40 * s },
    }));
    expect(patternsOf(moments).has('R4_CORNER_SWEEP')).toBe(isTold);
  });

  it('R7: a sensor that falls silent is stale after 200 ms, and is told of once', () => {
    const coach = createCoach(standardProfile);
    const moments = Array.from({ length: 50 }, (_, index) => {
      const { distances, ...frame } = frameAt(1_000 + index * 20);
      const { 'rear-left': _silent, ...others } = distances;
      return coach.assess({ ...frame, distances: index < 5 ? distances : others });
    });
    const staleAt = moments.findIndex(({ readings }) => readings.some(({ isStale }) => isStale));
    expect(staleAt).toBe(4 + 11); // 220 ms after the last word
    expect(alertsOf(moments)).toEqual([
      { pattern: 'R7_SENSOR_DEGRADED', danger: 'CAUTION', sensorId: 'rear-left' },
    ]);
    expect(moments.at(-1)?.danger).toBe('CAUTION');
  });

  it.each([
    ['moving', 0.5, 0, true],
    ['standing', 0, 0, false],
    ['with noise', 0.5, 0.3, false],
  ] as const)('R7: a value that stands still for a second, %s', (_, speedMps, noiseCm, isTold) => {
    const moments = drive(60, (_s, i) => ({
      speedMps,
      distances: { 'left-rear': 150 + (i % 2) * noiseCm },
    }));
    expect(patternsOf(moments).has('R7_SENSOR_DEGRADED')).toBe(isTold);
  });
});

it('R7: frames that are missing for more than a second are told of, never passed over', () => {
  const after = (gapMs: number) => {
    const coach = createCoach(standardProfile);
    coach.assess(frameAt(10_000));
    return coach
      .assess(frameAt(10_000 + gapMs))
      .alerts.map(({ pattern, sensorId }) => ({ pattern, sensorId }));
  };
  expect(after(1_000)).toEqual([]);
  expect(after(1_001)).toEqual([{ pattern: 'R7_SENSOR_DEGRADED', sensorId: null }]);
});

describe('alerts', () => {
  it('come once for a sensor and level, and again at once when it gets worse', () => {
    const moments = drive(150, (s, i) => ({
      gear: 'R',
      speedMps: -0.1,
      distances: { 'rear-mid-left': about(i < 75 ? 55 : 22, i), 'rear-mid-right': about(150 - s, i) },
    }));
    expect(alertsOf(moments)).toEqual([
      { pattern: 'ZONE', danger: 'WARNING', sensorId: 'rear-mid-left' },
      { pattern: 'ZONE', danger: 'STOP', sensorId: 'rear-mid-left' },
    ]);
    expect(moments.flatMap(({ alerts }) => alerts).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('come again when the risk had been gone for a second', () => {
    const nearAgain = (s: number) => (s > 1 && s < 2.5 ? 140 : 50);
    const moments = drive(200, (s, i) => ({
      gear: 'R',
      distances: { 'rear-mid-left': about(nearAgain(s), i) },
    }));
    expect(alertsOf(moments)).toHaveLength(2);
  });
});

describe('one moment', () => {
  it('does not believe a single wrong echo', () => {
    const moments = drive(20, (_s, i) => ({
      gear: 'R',
      speedMps: -0.2,
      distances: { 'rear-mid-left': i === 10 ? 25 : about(140, i) },
    }));
    expect(moments.every(({ danger }) => danger === 'NONE')).toBe(true);
  });

  it('is silent about zones above 10 km/h and in P, never about what is about to happen', () => {
    const near = (values: Values) =>
      drive(10, (_s, i) => ({ ...values, distances: { 'front-mid-left': about(50, i) } })).at(-1)?.danger;
    expect(near({ gear: 'P' })).toBe('NONE');
    expect(near({ gear: 'D', speedMps: 0.1 })).toBe('WARNING');
    expect(near({ gear: 'D', speedMps: 3 })).toBe('STOP');
  });
});
