import { type Point, type Pose, toLocal, toWorld } from './pose.ts';

/** A rectangle about its middle; `headingRad` points along its length. */
export interface Rectangle extends Pose {
  readonly lengthM: number;
  readonly widthM: number;
}

/** Counter-clockwise, from the front left. */
export function cornersOf(rectangle: Rectangle): readonly [Point, Point, Point, Point] {
  const x = rectangle.lengthM / 2;
  const y = rectangle.widthM / 2;
  return [
    toWorld(rectangle, { xM: x, yM: y }),
    toWorld(rectangle, { xM: -x, yM: y }),
    toWorld(rectangle, { xM: -x, yM: -y }),
    toWorld(rectangle, { xM: x, yM: -y }),
  ];
}

export interface Segment {
  readonly from: Point;
  readonly to: Point;
}

export function edgesOf(rectangle: Rectangle): readonly Segment[] {
  const [a, b, c, d] = cornersOf(rectangle);
  return [
    { from: a, to: b },
    { from: b, to: c },
    { from: c, to: d },
    { from: d, to: a },
  ];
}

/** Whether all of `inner` lies in `outer`, which may be exceeded by `toleranceM` on each side. */
export function contains(outer: Rectangle, inner: Rectangle, toleranceM = 0): boolean {
  return cornersOf(inner).every((corner) => {
    const { xM, yM } = toLocal(outer, corner);
    return Math.abs(xM) <= outer.lengthM / 2 + toleranceM && Math.abs(yM) <= outer.widthM / 2 + toleranceM;
  });
}
