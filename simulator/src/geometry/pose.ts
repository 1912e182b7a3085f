/** Metres; x forward or east, y left or north. */
export interface Point {
  readonly xM: number;
  readonly yM: number;
}

/** Where something stands and looks: radians, counter-clockwise, 0 along x. */
export interface Pose extends Point {
  readonly headingRad: number;
}

/** A point given relative to `frame`, in the coordinates of `frame` itself. */
export function toWorld(frame: Pose, { xM, yM }: Point): Point {
  const cos = Math.cos(frame.headingRad);
  const sin = Math.sin(frame.headingRad);
  return { xM: frame.xM + xM * cos - yM * sin, yM: frame.yM + xM * sin + yM * cos };
}

/** The reverse of `toWorld`. */
export function toLocal(frame: Pose, { xM, yM }: Point): Point {
  const cos = Math.cos(frame.headingRad);
  const sin = Math.sin(frame.headingRad);
  const dx = xM - frame.xM;
  const dy = yM - frame.yM;
  return { xM: dx * cos + dy * sin, yM: dy * cos - dx * sin };
}

/** `pose` as somebody at `frame` sees it. */
export function relativePose(frame: Pose, pose: Pose): Pose {
  return { ...toLocal(frame, pose), headingRad: wrapAngle(pose.headingRad - frame.headingRad) };
}

/** The same direction in (−π, π]. */
export function wrapAngle(rad: number): number {
  const turn = 2 * Math.PI;
  const wrapped = rad - turn * Math.floor((rad + Math.PI) / turn);
  return wrapped <= -Math.PI ? wrapped + turn : wrapped;
}
