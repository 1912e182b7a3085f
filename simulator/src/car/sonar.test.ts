import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { standardProfile } from '../standard-profile.ts';
import { block } from '../world/obstacle.ts';
import { parkedCar } from '../world/parked-car.ts';
import { createWorld } from '../world/world.ts';
import { echoOf, withNoise } from './sonar.ts';

const here = { xM: 0, yM: 0, headingRad: 0 };
const behind = mount('rear-mid-left');

function mount(sensorId: string) {
  const found = standardProfile.sensors.find((sensor) => sensor.sensorId === sensorId);
  if (!found) throw new Error(`no sensor ${sensorId}`);
  return found;
}

/** A wall across the car's way, `gapM` behind its bumper. */
const wallBehind = (gapM: number) =>
  createWorld([block('wall', { left: -3 - gapM, right: -0.95 - gapM, bottom: -5, top: 5 })]).edges;

describe('echoOf', () => {
  it.each([
    [1, 100],
    [1.49, 149],
    [1.51, null],
    [0.2, 20],
    [0.05, 20], // too near to be told from the sensor's own ringing
  ])('of a wall %f m behind the bumper is %s cm', (gapM, distanceCm) => {
    const echo = echoOf(behind, here, wallBehind(gapM));
    if (distanceCm === null) expect(echo).toBeNull();
    else expect(echo).toBeCloseTo(distanceCm, 6);
  });

  it.each([
    [20, true],
    // The whole beam of a narrow sensor, ±10°, meets this wall too obliquely.
    [40, false],
  ])('of a wall at %f° to the side: %s', (degrees, isHeard) => {
    const turned = { xM: 0, yM: 3, headingRad: (degrees * Math.PI) / 180, lengthM: 20, widthM: 0.2 };
    const { edges } = createWorld([{ ...turned, kind: 'wall', isLow: false }]);
    expect(echoOf(mount('left-rear'), here, edges) !== null).toBe(isHeard);
  });

  it('comes back from a car at any angle, somewhere on the way past it: its corners are round', () => {
    for (let degrees = 0; degrees < 360; degrees += 15) {
      const places = Array.from({ length: 60 }, (_, index) => -3.3 + index * 0.1);
      const isHeard = places.some((xM) => {
        const car = parkedCar({ xM, yM: 4, headingRad: (degrees * Math.PI) / 180 });
        return echoOf(mount('left-rear'), here, createWorld([car]).edges) !== null;
      });
      expect(isHeard, `${degrees}°`).toBe(true);
    }
  });

  it('does not come back from a kerb', () => {
    const { edges } = createWorld([block('kerb', { left: -2, right: -1.5, bottom: -5, top: 5 })]);
    expect(echoOf(behind, here, edges)).toBeNull();
  });

  it('is hidden by what stands before it', () => {
    const near = block('pillar', { left: -2, right: -1.75, bottom: -2, top: 2 });
    expect(echoOf(behind, here, [...createWorld([near]).edges, ...wallBehind(1.2)])).toBeCloseTo(80, 6);
  });
});

describe('withNoise', () => {
  const random = createRandom(7);
  const heard = Array.from({ length: 20_000 }, () => withNoise(behind, 100, random));

  it('drops about one echo in two hundred', () => {
    const share = heard.filter((value) => value === null).length / heard.length;
    expect(share).toBeGreaterThan(0.003);
    expect(share).toBeLessThan(0.007);
  });

  it('deviates by 0.5 cm + 1 %', () => {
    const errors = heard.flatMap((value) => (value === null ? [] : [value - 100]));
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(deviation).toBeGreaterThan(1.45);
    expect(deviation).toBeLessThan(1.55);
  });

  it('never invents an echo, nor one outside what the sensor can say', () => {
    expect(withNoise(behind, null, random)).toBeNull();
    for (let draw = 0; draw < 1_000; draw++) {
      expect(withNoise(behind, 20, random) ?? 20).toBeGreaterThanOrEqual(20);
      expect(withNoise(behind, 150, random) ?? 150).toBeLessThanOrEqual(150);
    }
  });
});
