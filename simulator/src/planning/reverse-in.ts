import type { Car } from '../car/car.ts';
import { type Pose, relativePose } from '../geometry/pose.ts';
import { type Leg, leg, poseAfterAll } from './leg.ts';

const swingsRad = [0, 0.25, 0.45];
const swingLengthsM = [0, 1, 2, 3, 4];
const radiiM = [4, 4.4, 5, 6];
const shallowestRad = 0.03;

/**
 * Ways backwards into a slot at an angle, from wherever the car stands: swing out, one arc until the car is
 * parallel to the slot, straight to `parked`. Collisions are not looked at.
 */
export function* waysIntoAngle(car: Car, from: Pose, parked: Pose): Generator<readonly Leg[]> {
  const { headingRad } = relativePose(parked, from);
  const away = headingRad < 0 ? 1 : -1; // turns the nose away from the slot, so that less is left to turn
  for (const aheadM of steps(0, 18, 0.5))
    for (const swingRad of swingsRad)
      for (const swingM of swingRad === 0 ? [0] : swingLengthsM.slice(1)) {
        const swing = [leg(aheadM), leg(swingM, away * swingRad)];
        for (const radiusM of radiiM) {
          const rest = arcIn(car, relativePose(parked, poseAfterAll(car, from, swing)), radiusM);
          if (rest) yield [...swing, ...rest].filter(({ lengthM }) => lengthM > 0.005);
        }
      }
}

/** From a pose as the parked car sees it: straight, arc, straight; null when no such way ends inside. */
function arcIn(car: Car, { xM, yM, headingRad }: Pose, radiusM: number): readonly Leg[] | null {
  if (Math.abs(headingRad) < shallowestRad || Math.abs(headingRad) > 2.2) return null;
  const sign = Math.sign(headingRad);
  const straightM = (sign * radiusM * (1 - Math.cos(headingRad)) - yM) / Math.sin(headingRad);
  const backM = xM + straightM * Math.cos(headingRad) - radiusM * Math.abs(Math.sin(headingRad));
  if (backM < 0 || straightM > 6) return null;
  const steeringRad = sign * Math.atan(car.wheelbaseM / radiusM);
  return [leg(straightM), leg(-radiusM * Math.abs(headingRad), steeringRad), leg(-backM)];
}

export function* steps(from: number, to: number, by: number): Generator<number> {
  const count = Math.round((to - from) / by);
  for (let index = 0; index <= count; index++) yield from + index * by;
}
