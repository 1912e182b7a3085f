import { normalizeAngle, type Point, type Pose, seenFrom } from './pose.ts';

/**
 * Coordinates in which every slot looks the same: the origin where the slot opens to the lane, x along
 * the lane as the car came, y away from the row. A row on the left is mirrored, so that slots always
 * lie to the right.
 */
export class LaneFrame {
  readonly #origin: Pose;
  /** 1: the row is on the right; -1: on the left. */
  readonly #mirror: 1 | -1;

  constructor(origin: Pose, row: 'LEFT' | 'RIGHT') {
    this.#origin = origin;
    this.#mirror = row === 'RIGHT' ? 1 : -1;
  }

  /** Of a session pose. */
  inLane(pose: Pose): Pose {
    const { xM, yM } = seenFrom(this.#origin, pose);
    const headingRad = normalizeAngle(pose.headingRad - this.#origin.headingRad);
    return { xM, yM: yM * this.#mirror, headingRad: headingRad * this.#mirror };
  }

  inSession({ xM, yM, headingRad }: Pose): Pose {
    const point = this.pointInSession({ xM, yM });
    return {
      ...point,
      headingRad: normalizeAngle(this.#origin.headingRad + headingRad * this.#mirror),
    };
  }

  pointInSession({ xM, yM }: Point): Point {
    const { headingRad } = this.#origin;
    const [cos, sin] = [Math.cos(headingRad), Math.sin(headingRad)];
    const y = yM * this.#mirror;
    return { xM: this.#origin.xM + xM * cos - y * sin, yM: this.#origin.yM + xM * sin + y * cos };
  }

  /** Steering in the lane as the driver has it, and the other way round. */
  steering(rad: number): number {
    return rad * this.#mirror;
  }
}
