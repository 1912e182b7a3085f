import { normalizeAngle, type Pose, poseSeenFrom } from './pose.ts';
import type { Segment } from './segment.ts';

/** How far beyond the goal the second arc may end, to be made good by a straight stretch. */
const overshootsM = [0, 0.25, 0.5, -0.25, 0.8];
const parallelRad = 0.003;
const besideM = 0.01;

/**
 * Ways backwards from `from` to `goal` in closed form: straight; one arc and a straight; two opposite
 * arcs of one radius and a straight. Obstacles are not looked at.
 *
 * @param minRadiusM - the tightest arc
 */
export function* waysBack(from: Pose, goal: Pose, minRadiusM: number): Generator<Segment[]> {
  const seen = poseSeenFrom(goal, from);
  yield* straightBack(seen);
  yield* arcBack(seen, minRadiusM);
  for (const overshootM of overshootsM) yield* twoArcsBack(seen, overshootM, minRadiusM);
}

/** Already in line. */
function* straightBack({ xM, yM, headingRad }: Pose): Generator<Segment[]> {
  if (Math.abs(headingRad) < parallelRad && Math.abs(yM) < besideM) yield [{ curvature: 0, lengthM: -xM }];
}

/** The arc that touches both the line of the car and that of the slot, from where the car is. */
function* arcBack({ xM, yM, headingRad }: Pose, minRadiusM: number): Generator<Segment[]> {
  const turnRad = Math.abs(headingRad);
  if (turnRad < parallelRad || turnRad > 2.6) return;
  // Backwards to where the lines meet, and as far again along the slot.
  const backM = yM / Math.sin(headingRad);
  const crossingX = xM - backM * Math.cos(headingRad);
  const restM = crossingX - backM;
  if (backM <= 0 || restM < -0.02) return;
  const radiusM = backM / Math.tan(turnRad / 2);
  if (radiusM < minRadiusM) return;
  yield [
    { curvature: Math.sign(headingRad) / radiusM, lengthM: -radiusM * turnRad },
    { curvature: 0, lengthM: -restM },
  ];
}

/** Into a row along the lane, or a hand's breadth to the side: one way and back the other. */
function* twoArcsBack(seen: Pose, overshootM: number, minRadiusM: number): Generator<Segment[]> {
  const xM = seen.xM + overshootM;
  if (xM <= 0) return;
  for (const side of [1, -1] as const) {
    const [y, heading] = [seen.yM * side, seen.headingRad * side];
    const radiusM = radiusOf(xM, y, heading);
    if (radiusM === null || radiusM < minRadiusM) continue;
    // The circle that ends at the goal lies to its left, the first one to the right of the car.
    const middleX = (xM + radiusM * Math.sin(heading)) / 2;
    const turnRad = Math.asin(Math.min(1, middleX / radiusM));
    const firstRad = normalizeAngle(turnRad - heading);
    if (firstRad < 0 || turnRad < 0 || turnRad > 1.3) continue;
    const curvature = side / radiusM;
    yield [
      { curvature: -curvature, lengthM: -radiusM * firstRad },
      { curvature, lengthM: -radiusM * turnRad },
      { curvature: 0, lengthM: overshootM },
    ];
  }
}

/** Radius of two touching circles, one to the right of the pose, one to the left of the origin. */
function radiusOf(xM: number, yM: number, headingRad: number): number | null {
  const [cos, sin] = [Math.cos(headingRad), Math.sin(headingRad)];
  // (x + R sin)² + (y - R (cos + 1))² = 4 R²
  const a = 2 * cos - 2;
  const b = 2 * (xM * sin - yM * (cos + 1));
  const c = xM ** 2 + yM ** 2;
  if (Math.abs(a) < 1e-9) return b === 0 ? null : positive(-c / b);
  const root = b ** 2 - 4 * a * c;
  if (root < 0) return null;
  return positive((-b - Math.sqrt(root)) / (2 * a)) ?? positive((-b + Math.sqrt(root)) / (2 * a));
}

const positive = (value: number): number | null => (value > 0 && Number.isFinite(value) ? value : null);
