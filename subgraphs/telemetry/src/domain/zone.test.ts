import { describe, expect, it } from 'vitest';
import type { DangerLevel } from './danger.ts';
import { standardProfile } from './standard-profile.ts';
import { type HeldZone, holdZone, noZone, zoneLimitsOf, zoneOf } from './zone.ts';

const limitsOf = (sensorId: string) => {
  const mount = standardProfile.sensors.find((each) => each.sensorId === sensorId);
  if (!mount) throw new Error(sensorId);
  return zoneLimitsOf(mount);
};

it.each<[string, number | null, DangerLevel]>([
  ['rear-mid-left', 121, 'NONE'],
  ['rear-mid-left', 120, 'CAUTION'],
  ['rear-mid-left', 61, 'CAUTION'],
  ['rear-mid-left', 60, 'WARNING'],
  ['rear-mid-left', 31, 'WARNING'],
  ['rear-mid-left', 30, 'STOP'],
  ['rear-mid-left', null, 'NONE'],
  ['front-mid-left', 100, 'CAUTION'],
  ['front-mid-left', 101, 'NONE'],
  ['front-left', 61, 'NONE'],
  ['front-left', 60, 'WARNING'],
  ['front-left', 30, 'STOP'],
  ['left-rear', 31, 'NONE'],
  ['left-rear', 30, 'CAUTION'],
  ['left-rear', 20, 'WARNING'],
])('%s at %s cm is %s', (sensorId, distanceCm, level) => {
  expect(zoneOf(limitsOf(sensorId), distanceCm)).toBe(level);
});

describe('a zone as it is shown', () => {
  const hold = (...steps: readonly (readonly [number, number | null])[]) => {
    let held: HeldZone = noZone;
    for (const [atMs, distanceCm] of steps)
      held = holdZone(held, limitsOf('rear-mid-left'), { atMs, distanceCm });
    return held.level;
  };

  it('is entered at once', () => {
    expect(hold([0, 100], [20, 30])).toBe('STOP');
  });

  it.each([
    ['within 5 cm and 300 ms', 34, 299, 'STOP'],
    ['5 cm beyond', 35.1, 20, 'WARNING'],
    ['after 300 ms', 31, 300, 'WARNING'],
  ] as const)('is left %s', (_, distanceCm, afterMs, level) => {
    expect(hold([0, 30], [20, distanceCm], [20 + afterMs, distanceCm])).toBe(level);
  });

  it('does not flicker with noise around its border', () => {
    const noise = Array.from({ length: 50 }, (_, index) => [index * 20, index % 2 ? 32 : 29] as const);
    const levels = noise.map((_, index) => hold(...noise.slice(0, index + 1)));
    expect(new Set(levels)).toEqual(new Set(['STOP']));
  });
});
