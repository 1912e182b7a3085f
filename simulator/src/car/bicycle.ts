import { type Pose, wrapAngle } from '../geometry/pose.ts';
import type { Car } from './car.ts';

export const gears = ['P', 'R', 'N', 'D'] as const;
export type Gear = (typeof gears)[number];

export interface CarState extends Pose {
  /** Negative: backwards. */
  readonly speedMps: number;
  /** Of the front wheels, left positive. */
  readonly steeringRad: number;
  readonly gear: Gear;
}

/** What a driver does for one step. */
export interface Controls {
  readonly gear: Gear;
  /** Where the driver wants the front wheels; they get there at the car's rate. */
  readonly steeringRad: number;
  /** 0 to 1. */
  readonly throttle: number;
  readonly brake: number;
}

/**
 * Moves the car by `seconds`: kinematic bicycle about the rear axle, right below 10 km/h where tyres do not
 * slip. Controls beyond what the car can do are cut to it; NaN counts as nothing.
 */
export function moveCar(car: Car, state: CarState, controls: Controls, seconds: number): CarState {
  const gear = state.speedMps === 0 ? controls.gear : state.gear; // a gear is changed at a stand
  const steeringRad = turnWheels(car, state.steeringRad, controls.steeringRad, seconds);
  const speedMps = changeSpeed(car, { ...state, gear }, controls, seconds);
  const meanSpeedMps = (state.speedMps + speedMps) / 2;
  const turnRad = (meanSpeedMps / car.wheelbaseM) * Math.tan(steeringRad) * seconds;
  const midwayRad = state.headingRad + turnRad / 2;
  return {
    xM: state.xM + meanSpeedMps * Math.cos(midwayRad) * seconds,
    yM: state.yM + meanSpeedMps * Math.sin(midwayRad) * seconds,
    headingRad: wrapAngle(state.headingRad + turnRad),
    speedMps,
    steeringRad,
    gear,
  };
}

function turnWheels(car: Car, nowRad: number, wantedRad: number, seconds: number): number {
  const reachable = clamp(wantedRad, car.maxSteeringRad);
  return nowRad + clamp(reachable - nowRad, car.steeringRateRadS * seconds);
}

function changeSpeed(car: Car, { speedMps, gear }: CarState, controls: Controls, seconds: number): number {
  const forwards = gear === 'D' ? 1 : gear === 'R' ? -1 : 0;
  const pushMps2 = forwards * share(controls.throttle) * car.maxAccelerationMps2;
  const pushed = clamp(speedMps + pushMps2 * seconds, car.maxSpeedMps);
  const slowedBy = share(controls.brake) * car.maxBrakingMps2 * seconds;
  return Math.abs(pushed) <= slowedBy ? 0 : pushed - Math.sign(pushed) * slowedBy;
}

const share = (value: number) => (Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value)));

const clamp = (value: number, limit: number) =>
  Number.isNaN(value) ? 0 : Math.min(limit, Math.max(-limit, value));
