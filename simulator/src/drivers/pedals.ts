import type { CarState, Controls, Gear } from '../car/bicycle.ts';
import type { Car } from '../car/car.ts';

/** A calm driver's: what passengers do not notice. */
const gentleMps2 = 1;
const stepS = 0.02;

/** A foot on the brake, the wheels held. */
export function standStill({ gear, steeringRad }: CarState, wantedSteeringRad = steeringRad): Controls {
  return { gear, steeringRad: wantedSteeringRad, throttle: 0, brake: 0.5 };
}

export interface Wish {
  readonly gear: Gear;
  readonly steeringRad: number;
  /** Not signed. */
  readonly speedMps: number;
}

/** Pedals that bring the car to a speed without haste. */
export function drive(car: Car, state: CarState, { gear, steeringRad, speedMps }: Wish): Controls {
  const missingMps = speedMps - Math.abs(state.speedMps);
  const throttle = Math.min(gentleMps2, missingMps / stepS) / car.maxAccelerationMps2;
  const brake = Math.min(1, -missingMps / stepS / car.maxBrakingMps2);
  return { gear, steeringRad, throttle: Math.max(0, throttle), brake: Math.max(0, brake) };
}

/** The speed from which a car comes to a stand within `distanceM` without haste, at most `cruiseMps`. */
export function speedToStopIn(distanceM: number, cruiseMps: number): number {
  if (distanceM <= 0) return 0;
  return Math.min(cruiseMps, Math.sqrt(2 * gentleMps2 * 0.8 * distanceM));
}
