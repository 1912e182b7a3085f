import type { Point } from './pose.ts';
import { overlaps } from './overlap.ts';
import { cornersOf, edgesOf, type Rectangle, type Segment } from './rectangle.ts';

/** Shortest distance between two rectangles in metres; 0 when they overlap. */
export function gapBetween(a: Rectangle, b: Rectangle): number {
  if (overlaps(a, b)) return 0;
  return Math.min(closest(cornersOf(a), edgesOf(b)), closest(cornersOf(b), edgesOf(a)));
}

/** Between separate convex shapes a corner of one is always among the nearest points. */
function closest(points: readonly Point[], segments: readonly Segment[]): number {
  let nearestM = Infinity;
  for (const point of points)
    for (const segment of segments) nearestM = Math.min(nearestM, distanceTo(segment, point));
  return nearestM;
}

export function distanceTo({ from, to }: Segment, { xM, yM }: Point): number {
  const dx = to.xM - from.xM;
  const dy = to.yM - from.yM;
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((xM - from.xM) * dx + (yM - from.yM) * dy) / squared;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(xM - from.xM - share * dx, yM - from.yM - share * dy);
}
