import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CarState, moveCar } from '../car/bicycle.ts';
import { compactSedan as car } from '../car/car.ts';
import { leg, poseAfter } from './leg.ts';

const origin = { xM: 0, yM: 0, headingRad: 0 };

it('a leg ends where the car does that drives it', () => {
  const steering = fc.double({ min: -0.61, max: 0.61, noNaN: true });
  fc.assert(
    fc.property(steering, fc.constantFrom(-1, 1), (steeringRad, direction) => {
      const gear = direction > 0 ? ('D' as const) : ('R' as const);
      let state: CarState = { ...origin, speedMps: direction, steeringRad, gear };
      for (let step = 0; step < 200; step++)
        state = moveCar(car, state, { gear, steeringRad, throttle: 0, brake: 0 }, 0.02);
      const end = poseAfter(car, origin, leg(4 * direction, steeringRad), 4);
      expect(state.xM).toBeCloseTo(end.xM, 3);
      expect(state.yM).toBeCloseTo(end.yM, 3);
      expect(state.headingRad).toBeCloseTo(end.headingRad, 6);
    }),
  );
});
