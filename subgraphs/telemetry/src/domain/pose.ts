/** Middle of the rear axle in the coordinates of the session: metres, and radians counter-clockwise. */
export interface Pose {
  readonly xM: number;
  readonly yM: number;
  readonly headingRad: number;
}

export interface Point {
  readonly xM: number;
  readonly yM: number;
}

/** The same angle from -π to π. */
export function normalizeAngle(rad: number): number {
  const turned = rad % (2 * Math.PI);
  if (turned > Math.PI) return turned - 2 * Math.PI;
  return turned < -Math.PI ? turned + 2 * Math.PI : turned;
}

/** Where the axle is after `distanceM` (negative: backwards) on a circle of this curvature (1/m, left positive). */
export function moveAlong({ xM, yM, headingRad }: Pose, curvature: number, distanceM: number): Pose {
  const turnRad = curvature * distanceM;
  if (Math.abs(turnRad) < 1e-9) {
    const straight = { xM: xM + distanceM * Math.cos(headingRad), yM: yM + distanceM * Math.sin(headingRad) };
    return { ...straight, headingRad };
  }
  const next = headingRad + turnRad;
  return {
    xM: xM + (Math.sin(next) - Math.sin(headingRad)) / curvature,
    yM: yM - (Math.cos(next) - Math.cos(headingRad)) / curvature,
    headingRad: normalizeAngle(next),
  };
}

/** A point given from the car, in session coordinates. */
export function fromVehicle(pose: Pose, { xM, yM }: Point): Point {
  const [cos, sin] = [Math.cos(pose.headingRad), Math.sin(pose.headingRad)];
  return { xM: pose.xM + xM * cos - yM * sin, yM: pose.yM + xM * sin + yM * cos };
}

/** A point of the session as it is seen from `pose`: x ahead, y to the left. */
export function seenFrom(pose: Pose, { xM, yM }: Point): Point {
  const [cos, sin] = [Math.cos(pose.headingRad), Math.sin(pose.headingRad)];
  const [dx, dy] = [xM - pose.xM, yM - pose.yM];
  return { xM: dx * cos + dy * sin, yM: dy * cos - dx * sin };
}

/** A pose as it is seen from another. */
export function poseSeenFrom(from: Pose, pose: Pose): Pose {
  return { ...seenFrom(from, pose), headingRad: normalizeAngle(pose.headingRad - from.headingRad) };
}

export const distanceBetween = (a: Point, b: Point): number => Math.hypot(a.xM - b.xM, a.yM - b.yM);
