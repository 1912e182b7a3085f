import type { Car } from '../car/car.ts';
import { type Pose, relativePose } from '../geometry/pose.ts';
import { type Leg, leg } from './leg.ts';
import { steps } from './reverse-in.ts';

const radiiM = [3.95, 4.3, 4.8, 5.5];
const overshootsM = [0, 0.3, 0.6];

/**
 * Ways backwards into a slot along the aisle: to the right place, one arc in, a straight piece, one arc back,
 * and forwards to the middle. Collisions are not looked at.
 */
export function* waysAlongside(car: Car, from: Pose, parked: Pose): Generator<readonly Leg[]> {
  const seen = relativePose(parked, from);
  for (const radiusM of radiiM)
    for (const tiltRad of steps(0.35, 0.9, 0.05))
      for (const overshootM of overshootsM) {
        const way = doubleArc(car, seen, { radiusM, tiltRad, overshootM });
        if (way) yield way.filter(({ lengthM }) => lengthM > 0.005);
      }
}

interface Shape {
  readonly radiusM: number;
  /** The steepest the car stands in the slot. */
  readonly tiltRad: number;
  /** How much too deep the second arc ends. */
  readonly overshootM: number;
}

function doubleArc(car: Car, pose: Pose, { radiusM, tiltRad, overshootM }: Shape): readonly Leg[] | null {
  const sign = Math.sign(pose.yM);
  const bentRad = sign * pose.headingRad; // already turned that much into the first arc
  if (bentRad > tiltRad) return null;
  const arcsM = radiusM * (Math.cos(bentRad) - Math.cos(tiltRad)) + radiusM * (1 - Math.cos(tiltRad));
  const arcsBackM = radiusM * (2 * Math.sin(tiltRad) - Math.sin(bentRad));
  // Getting to the right place along a slightly turned heading changes the distance to the row: settle it.
  let aheadM = 0;
  let straightM = 0;
  for (let round = 0; round < 4; round++) {
    const besideM = sign * pose.yM + aheadM * Math.sin(bentRad);
    straightM = (besideM - arcsM) / Math.sin(tiltRad);
    const backM = arcsBackM + straightM * Math.cos(tiltRad);
    aheadM = (backM - overshootM - pose.xM) / Math.cos(bentRad);
  }
  if (straightM < 0 || straightM > 3) return null;
  const steeringRad = sign * Math.atan(car.wheelbaseM / radiusM);
  return [
    leg(aheadM),
    leg(-radiusM * (tiltRad - bentRad), -steeringRad),
    leg(-straightM),
    leg(-radiusM * tiltRad, steeringRad),
    leg(overshootM),
  ];
}
