import { moveAlong, type Pose } from './pose.ts';

/** A stretch with the wheel held: negative length is backwards, curvature in 1/m, left positive. */
export interface Segment {
  readonly curvature: number;
  readonly lengthM: number;
}

export const endOf = (from: Pose, { curvature, lengthM }: Segment): Pose =>
  moveAlong(from, curvature, lengthM);

/** Poses along the segments at most `stepM` apart, without the first. */
export function* posesAlong(from: Pose, segments: readonly Segment[], stepM: number): Generator<Pose> {
  let start = from;
  for (const segment of segments) {
    const count = Math.max(1, Math.ceil(Math.abs(segment.lengthM) / stepM));
    for (let index = 1; index <= count; index += 1)
      yield moveAlong(start, segment.curvature, (segment.lengthM * index) / count);
    start = endOf(start, segment);
  }
}

/** Stretches of one direction and curvature become one; hardly any length at all is left out. */
export function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    if (Math.abs(segment.lengthM) < 0.01) continue;
    const last = result.at(-1);
    const isSame =
      last &&
      Math.abs(last.curvature - segment.curvature) < 1e-3 &&
      Math.sign(last.lengthM) === Math.sign(segment.lengthM);
    if (isSame) result[result.length - 1] = { ...last, lengthM: last.lengthM + segment.lengthM };
    else result.push(segment);
  }
  return result;
}
