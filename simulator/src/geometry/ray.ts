import type { Point } from './pose.ts';
import type { Segment } from './rectangle.ts';

export interface Hit {
  readonly distanceM: number;
  /** Cosine of the angle between the ray and the normal of what it met: 1 is head on. */
  readonly incidenceCos: number;
}

/** Where a ray from `origin` along the unit vector `direction` meets a segment, or null. */
export function castRay(origin: Point, direction: Point, { from, to }: Segment): Hit | null {
  const ex = to.xM - from.xM;
  const ey = to.yM - from.yM;
  const cross = direction.xM * ey - direction.yM * ex;
  if (Math.abs(cross) < 1e-12) return null; // parallel
  const ox = from.xM - origin.xM;
  const oy = from.yM - origin.yM;
  const distanceM = (ox * ey - oy * ex) / cross;
  const share = (ox * direction.yM - oy * direction.xM) / cross;
  if (distanceM < 0 || share < 0 || share > 1) return null;
  return { distanceM, incidenceCos: Math.abs(cross) / Math.hypot(ex, ey) };
}
