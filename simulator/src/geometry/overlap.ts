import type { Point } from './pose.ts';
import { cornersOf, type Rectangle } from './rectangle.ts';

/** Whether two rectangles share area; edges that only touch do not (separating axis theorem). */
export function overlaps(a: Rectangle, b: Rectangle): boolean {
  const reachM = (Math.hypot(a.lengthM, a.widthM) + Math.hypot(b.lengthM, b.widthM)) / 2;
  if (Math.hypot(a.xM - b.xM, a.yM - b.yM) >= reachM) return false;
  const cornersA = cornersOf(a);
  const cornersB = cornersOf(b);
  return axesOf(a, b).every((axis) => sharesShadow(axis, cornersA, cornersB));
}

/** A rectangle has two directions of edges; the other two are parallel to them. */
function axesOf(...rectangles: readonly Rectangle[]): readonly Point[] {
  return rectangles.flatMap(({ headingRad }) => {
    const cos = Math.cos(headingRad);
    const sin = Math.sin(headingRad);
    return [
      { xM: cos, yM: sin },
      { xM: -sin, yM: cos },
    ];
  });
}

function sharesShadow(axis: Point, a: readonly Point[], b: readonly Point[]): boolean {
  const [lowA, highA] = shadow(axis, a);
  const [lowB, highB] = shadow(axis, b);
  return lowA < highB && lowB < highA;
}

function shadow(axis: Point, points: readonly Point[]): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { xM, yM } of points) {
    const along = xM * axis.xM + yM * axis.yM;
    if (along < low) low = along;
    if (along > high) high = along;
  }
  return [low, high];
}
