import type { Car } from '../car/car.ts';
import { type Pose, wrapAngle } from '../geometry/pose.ts';

/** A piece of a way with the wheels held still: a line or an arc. */
export interface Leg {
  readonly gear: 'D' | 'R';
  readonly steeringRad: number;
  readonly lengthM: number;
}

/** Where the rear axle is after `lengthM` of a leg. */
export function poseAfter(car: Car, from: Pose, { gear, steeringRad }: Leg, lengthM: number): Pose {
  const signedM = gear === 'R' ? -lengthM : lengthM;
  const curvature = Math.tan(steeringRad) / car.wheelbaseM;
  const turnRad = signedM * curvature;
  // The chord of an arc: exact, and without a division when the way is straight.
  const half = turnRad / 2;
  const chordM = Math.abs(half) < 1e-9 ? signedM : (signedM * Math.sin(half)) / half;
  return {
    xM: from.xM + chordM * Math.cos(from.headingRad + half),
    yM: from.yM + chordM * Math.sin(from.headingRad + half),
    headingRad: wrapAngle(from.headingRad + turnRad),
  };
}

export function poseAfterAll(car: Car, from: Pose, legs: readonly Leg[]): Pose {
  return legs.reduce((pose, leg) => poseAfter(car, pose, leg, leg.lengthM), from);
}

/** A leg of signed length: negative drives backwards. */
export function leg(signedM: number, steeringRad = 0): Leg {
  return { gear: signedM < 0 ? 'R' : 'D', steeringRad, lengthM: Math.abs(signedM) };
}
