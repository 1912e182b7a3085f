import { type Pose, toWorld } from '../geometry/pose.ts';
import type { Rectangle } from '../geometry/rectangle.ts';
import { standardProfile } from '../standard-profile.ts';

/** Dimensions in metres, about the middle of the rear axle. */
export interface Car {
  readonly lengthM: number;
  readonly widthM: number;
  readonly wheelbaseM: number;
  readonly rearOverhangM: number;
  /** Of the front wheels to either side. */
  readonly maxSteeringRad: number;
  /** How fast the driver turns them; about 1.3 turns of the wheel a second at a ratio of 16 : 1. */
  readonly steeringRateRadS: number;
  readonly maxAccelerationMps2: number;
  readonly maxBrakingMps2: number;
  readonly maxSpeedMps: number;
}

const { lengthM, widthM, wheelbaseM, rearOverhangM, maxSteeringRad } = standardProfile;

export const compactSedan: Car = {
  ...{ lengthM, widthM, wheelbaseM, rearOverhangM, maxSteeringRad },
  steeringRateRadS: 0.5,
  maxAccelerationMps2: 2.5,
  maxBrakingMps2: 6,
  maxSpeedMps: 2.7,
};

/** What the car covers when its rear axle stands at `pose`. */
export function outlineOf(car: Car, pose: Pose): Rectangle {
  const middle = { xM: car.lengthM / 2 - car.rearOverhangM, yM: 0 };
  return {
    ...toWorld(pose, middle),
    headingRad: pose.headingRad,
    lengthM: car.lengthM,
    widthM: car.widthM,
  };
}

/** Where the rear axle stands when the car's outline lies on `middle`. */
export function poseInMiddle(car: Car, middle: Pose): Pose {
  const rearAxle = { xM: car.rearOverhangM - car.lengthM / 2, yM: 0 };
  return { ...toWorld(middle, rearAxle), headingRad: middle.headingRad };
}
