import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CarState, type Controls, moveCar } from './bicycle.ts';
import { compactSedan as car } from './car.ts';

const standing: CarState = { xM: 0, yM: 0, headingRad: 0, speedMps: 0, steeringRad: 0, gear: 'D' };
const idle: Controls = { gear: 'D', steeringRad: 0, throttle: 0, brake: 0 };
const stepS = 0.02;

function driven(state: CarState, controls: Controls, steps: number): CarState {
  let now = state;
  for (let step = 0; step < steps; step++) now = moveCar(car, now, controls, stepS);
  return now;
}

describe('moveCar', () => {
  it('turns its rear axle on a circle of 3.83 m at full lock', () => {
    const locked = { ...standing, speedMps: 1, steeringRad: 0.61 };
    const radiusM = car.wheelbaseM / Math.tan(0.61);
    const halfTurn = Math.round((Math.PI * radiusM) / stepS);
    const { xM, yM } = driven(locked, { ...idle, steeringRad: 0.61 }, halfTurn);
    expect(radiusM).toBeCloseTo(3.83, 2);
    expect(yM).toBeCloseTo(2 * radiusM, 2);
    expect(Math.abs(xM)).toBeLessThan(0.05);
  });

  it.each([
    ['D', 1],
    ['R', -1],
    ['N', 0],
    ['P', 0],
  ] as const)('goes with the throttle in %s', (gear, direction) => {
    expect(Math.sign(driven(standing, { ...idle, gear, throttle: 0.4 }, 10).speedMps)).toBe(direction);
  });

  it('changes gear at a stand only', () => {
    const rolling = { ...standing, speedMps: 0.5 };
    expect(moveCar(car, rolling, { ...idle, gear: 'R' }, stepS).gear).toBe('D');
    expect(moveCar(car, standing, { ...idle, gear: 'R' }, stepS).gear).toBe('R');
  });

  it('brakes to a stand and not beyond', () => {
    const stopped = driven({ ...standing, speedMps: -1 }, { ...idle, brake: 1 }, 50);
    expect(stopped.speedMps).toBe(0);
  });

  it('turns the wheels no faster than the driver can', () => {
    const { steeringRad } = moveCar(car, standing, { ...idle, steeringRad: 0.61 }, stepS);
    expect(steeringRad).toBeCloseTo(car.steeringRateRadS * stepS, 12);
  });

  it('stays within the limits of the car, whatever is asked of it', () => {
    const anything = fc.double();
    const controls = fc.record({
      gear: fc.constantFrom('P', 'R', 'N', 'D'),
      steeringRad: anything,
      throttle: anything,
      brake: anything,
    });
    fc.assert(
      fc.property(fc.array(controls, { maxLength: 200 }), (sequence) => {
        let state = standing;
        for (const control of sequence) {
          const next = moveCar(car, state, control, stepS);
          const wayM = Math.hypot(next.xM - state.xM, next.yM - state.yM);
          expect(wayM).toBeLessThanOrEqual(car.maxSpeedMps * stepS + 1e-12);
          expect(Math.abs(next.steeringRad)).toBeLessThanOrEqual(car.maxSteeringRad);
          expect(Math.abs(next.speedMps)).toBeLessThanOrEqual(car.maxSpeedMps);
          const gainMps = Math.abs(next.speedMps) - Math.abs(state.speedMps);
          expect(gainMps).toBeLessThanOrEqual(car.maxAccelerationMps2 * stepS + 1e-12);
          expect(-gainMps).toBeLessThanOrEqual(
            (car.maxBrakingMps2 + car.maxAccelerationMps2) * stepS + 1e-12,
          );
          expect(Object.values(next).some((value) => Number.isNaN(value))).toBe(false);
          state = next;
        }
      }),
    );
  });

  it('gains no speed without throttle', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double(), (speedMps, steeringRad) => {
        const next = driven({ ...standing, speedMps }, { ...idle, steeringRad }, 50);
        expect(Math.abs(next.speedMps)).toBeLessThanOrEqual(Math.abs(speedMps));
      }),
    );
  });
});
