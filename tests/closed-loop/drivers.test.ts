import { standardProfile as profileOfSimulator } from '@moim/simulator/standard-profile.ts';
import { scenarioNames } from '@moim/simulator/world/scenario.ts';
import { standardProfile } from '@moim/telemetry/domain/standard-profile.ts';
import { describe, expect, it, vi } from 'vitest';
import { driveWithCoach } from './drive-with-coach.ts';

// Minutes of driving, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** The coach does not recognise slots at 60° yet and holds a well parked car there against another slot. */
const leastOfGood = { perpendicular: 70, parallel: 70, 'pillar-and-wall': 70, angled: 50 };

it('the simulated car is the one that telemetry registers', () => {
  expect(profileOfSimulator).toEqual(standardProfile);
});

describe.each(scenarioNames)('in the scenario %s', (name) => {
  it('a novice scores below a good driver, start by start', () => {
    for (const seed of seeds) {
      const good = driveWithCoach(name, 'good', seed);
      const novice = driveWithCoach(name, 'novice', seed);
      expect(novice.report.score, `seed ${seed}`).toBeLessThan(good.report.score);
      expect(good.report.score, `seed ${seed}`).toBeGreaterThanOrEqual(leastOfGood[name]);
    }
  });

  it('pedal confusion raises its alert, and a good driver never does', () => {
    for (const seed of seeds) {
      const patterns = (driver: 'good' | 'pedal-confusion') =>
        driveWithCoach(name, driver, seed).alerts.map(({ pattern }) => pattern);
      expect(patterns('pedal-confusion'), `seed ${seed}`).toContain('R3_PEDAL_CONFUSION');
      expect(patterns('good'), `seed ${seed}`).not.toContain('R3_PEDAL_CONFUSION');
    }
  });
});
