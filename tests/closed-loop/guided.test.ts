import { describe, expect, it, vi } from 'vitest';
import { driveWithCoach } from './drive-with-coach.ts';

// Minutes of driving, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

/** The 200 starts of the issue are in tests/conformance/guidance.e2e.ts; here advice arrives late, as in life. */
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(['perpendicular', 'parallel'] as const)('led past a %s row', (name) => {
  it('a driver who hears the coach 40 ms late and reacts after 200 ms still ends inside the slot', () => {
    for (const seed of seeds) {
      const { drive, steps } = driveWithCoach(name, 'follower', seed);
      expect({ seed, isParked: drive.isParked, hasTouched: drive.hasTouched, last: steps.at(-1) }).toEqual({
        ...{ seed, isParked: true, hasTouched: false, last: 'PARKED' },
      });
    }
  });
});
