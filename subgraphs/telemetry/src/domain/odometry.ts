import { moveAlong, type Pose } from './pose.ts';
import { type SampleFrame, signedMps } from './sample-frame.ts';

/** Longer without a frame than this and the way between is unknown. */
const longestGapMs = 1_000;

/** Follows the car: by its odometry where it has one, else by dead reckoning from speed and steering. */
export class Odometry {
  readonly #wheelbaseM: number;
  #pose: Pose | null = null;
  #atMs: number | null = null;

  constructor(wheelbaseM: number) {
    this.#wheelbaseM = wheelbaseM;
  }

  follow(frame: SampleFrame): Pose {
    const { xM, yM, headingRad } = frame;
    const told = xM != null && yM != null && headingRad != null ? { xM, yM, headingRad } : null;
    this.#pose = told ?? this.#reckon(frame);
    this.#atMs = frame.sensorAtMs;
    return this.#pose;
  }

  #reckon(frame: SampleFrame): Pose {
    if (this.#pose === null || this.#atMs === null) return { xM: 0, yM: 0, headingRad: 0 };
    const elapsedMs = Math.min(frame.sensorAtMs - this.#atMs, longestGapMs);
    const curvature = Math.tan(frame.steeringRad) / this.#wheelbaseM;
    return moveAlong(this.#pose, curvature, (signedMps(frame) * elapsedMs) / 1_000);
  }
}
