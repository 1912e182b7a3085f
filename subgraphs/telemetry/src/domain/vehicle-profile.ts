export type SensorSide = 'FRONT' | 'REAR' | 'LEFT' | 'RIGHT';

/** Where an ultrasonic sensor sits: metres from the middle of the rear axle, x forward, y left. */
export interface SensorMount {
  readonly sensorId: string;
  readonly side: SensorSide;
  readonly xM: number;
  readonly yM: number;
  /** Radians, counter-clockwise from straight ahead. */
  readonly bearingRad: number;
  /** Farthest echo. */
  readonly rangeCm: number;
  /** Full width of the beam, radians. */
  readonly fanRad: number;
}

/** What the coach has to know of a car. */
export interface VehicleProfile {
  readonly lengthM: number;
  readonly widthM: number;
  readonly wheelbaseM: number;
  /** From the rear axle to the rear bumper. */
  readonly rearOverhangM: number;
  /** Largest angle of the front wheels, either way. */
  readonly maxSteeringRad: number;
  readonly sensors: readonly SensorMount[];
}
