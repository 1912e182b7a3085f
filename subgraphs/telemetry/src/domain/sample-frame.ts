export const gears = ['P', 'R', 'N', 'D'] as const;
export type Gear = (typeof gears)[number];

/** What the car told of one moment. */
export interface SampleFrame {
  /** Clock of the sensors: milliseconds since the epoch, with fractions. */
  readonly sensorAtMs: number;
  /** Negative when rolling back; in R the sign is taken from the gear. */
  readonly speedMps: number;
  /** Angle of the front wheels, radians, left positive. */
  readonly steeringRad: number;
  readonly gear: Gear;
  /** Pedals, 0 to 1. */
  readonly brake?: number | null | undefined;
  readonly throttle?: number | null | undefined;
  /** Middle of the rear axle from odometry, in the coordinates of the session. */
  readonly xM?: number | null | undefined;
  readonly yM?: number | null | undefined;
  /** Radians, counter-clockwise. */
  readonly headingRad?: number | null | undefined;
  /** By sensor, centimetres; null: no echo within range; absent: not measured now. */
  readonly distances: Readonly<Record<string, number | null>>;
  /** By sensor, of those in `distances` that were not measured at `sensorAtMs` but just before. */
  readonly measuredAtMs?: Readonly<Record<string, number>> | undefined;
}

/** Signed by the gear, because many cars report a speed without a sign. */
export const signedMps = ({ gear, speedMps }: SampleFrame): number =>
  gear === 'R' ? -Math.abs(speedMps) : speedMps;
