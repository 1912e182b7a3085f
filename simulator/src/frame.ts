import type { Gear } from './car/bicycle.ts';

/** One moment as the car tells it over the wire: what a bridge sends, 50 a second. */
export interface Frame {
  /** Milliseconds since the epoch, or since the start while nobody has said when that was. */
  readonly sensorAtMs: number;
  /** Negative: backwards. */
  readonly speedMps: number;
  /** Of the front wheels, left positive. */
  readonly steeringRad: number;
  readonly gear: Gear;
  /** 0 to 1. */
  readonly brake: number;
  readonly throttle: number;
  /** Odometry of the rear axle: metres and radians from where the session started. */
  readonly xM: number;
  readonly yM: number;
  readonly headingRad: number;
  /** Centimetres by sensor; null: no echo. */
  readonly distances: Readonly<Record<string, number | null>>;
}
