import { describe, expect, it, vi } from 'vitest';
import { type DriveOptions, startDrive } from './drive.ts';
import { type DriverName, drivers } from './drivers/drivers.ts';
import type { Frame } from './frame.ts';
import { createRandom } from './random.ts';
import { standardProfile } from './standard-profile.ts';
import { createScenario, type ScenarioName, scenarioNames } from './world/scenario.ts';

const mostSteps = 50 * 180;
// Planning beside a pillar looks at many ways, and a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

function driveWhole(
  name: ScenarioName,
  driver: DriverName,
  seed: number,
  options: Partial<DriveOptions> = {},
) {
  const scenario = createScenario(name, seed);
  const random = createRandom(seed).fork('driver');
  const drive = startDrive({ scenario, seed, driver: drivers[driver](scenario, random), ...options });
  const frames: Frame[] = [];
  while (!drive.isOver && frames.length < mostSteps) frames.push(drive.step(null));
  return { drive, frames };
}

describe.each(scenarioNames)('in the scenario %s', (name) => {
  it('the good driver parks without touching anything', () => {
    for (const seed of [1, 2, 3]) {
      const { drive } = driveWhole(name, 'good', seed);
      expect(drive).toMatchObject({ isOver: true, isParked: true, hasTouched: false });
    }
  });

  it.each(['good', 'novice', 'pedal-confusion'] as const)(
    'the %s driver plays again byte by byte',
    (driver) => {
      const first = driveWhole(name, driver, 11);
      const again = driveWhole(name, driver, 11);
      expect(JSON.stringify(again.frames)).toBe(JSON.stringify(first.frames));
      expect(first.drive.isOver).toBe(true);
    },
  );

  it('pedal confusion gains 0.8 m/s within half a second, a wall near and no foot on the brake', () => {
    const { frames } = driveWhole(name, 'pedal-confusion', 5);
    const isConfused = frames.some((frame, index) => {
      const before = frames[index - 25];
      const nearCm = Math.min(...standardProfile.sensors.map((s) => frame.distances[s.sensorId] ?? 999));
      const gainMps = before ? Math.abs(frame.speedMps) - Math.abs(before.speedMps) : 0;
      return frame.brake === 0 && nearCm < 150 && gainMps > 0.8;
    });
    expect(isConfused).toBe(true);
  });
});

describe('a drive', () => {
  it('senses 50 times a second with every sensor, from where it started', () => {
    const { frames } = driveWhole('perpendicular', 'good', 1);
    expect(frames.slice(0, 3).map(({ sensorAtMs }) => sensorAtMs)).toEqual([20, 40, 60]);
    for (const { distances } of frames)
      expect(Object.keys(distances)).toEqual(standardProfile.sensors.map(({ sensorId }) => sensorId));
    expect(Math.hypot(frames[0]?.xM ?? 9, frames[0]?.yM ?? 9)).toBeLessThan(0.01);
  });

  it('can scan in three groups: a value stands for three steps', () => {
    const { frames } = driveWhole('perpendicular', 'good', 1, { scansInGroups: true });
    const changes = frames.slice(1).map((frame, index) => {
      const before = frames[index]?.distances ?? {};
      return Object.entries(frame.distances).filter(([sensorId, cm]) => cm !== before[sensorId]).length;
    });
    expect(Math.max(...changes)).toBeLessThanOrEqual(4);
  });

  it('a novice is not faultless: over many seeds some touch or end outside', () => {
    const ends = [1, 2, 3, 4, 5, 6].map((seed) => driveWhole('parallel', 'novice', seed).drive);
    expect(ends.some(({ hasTouched, isParked }) => hasTouched || !isParked)).toBe(true);
  });
});
