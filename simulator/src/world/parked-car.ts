import { type Pose, toWorld } from '../geometry/pose.ts';
import type { Segment } from '../geometry/rectangle.ts';
import type { Obstacle } from './obstacle.ts';

const size = { lengthM: 4.65, widthM: 1.825 };
/** Bumpers are round: without that no sensor would hear a car that stands at an angle. */
const cornerM = 0.25;

export function parkedCar(middle: Pose): Obstacle {
  return { ...middle, ...size, kind: 'car', isLow: false };
}

/** What sound meets of a car: its outline with each corner as an arc of three facets. */
export function roundedEdges(car: Obstacle): readonly Segment[] {
  const x = car.lengthM / 2 - cornerM;
  const y = car.widthM / 2 - cornerM;
  const corners = [
    { xM: x, yM: y, fromRad: 0 },
    { xM: -x, yM: y, fromRad: Math.PI / 2 },
    { xM: -x, yM: -y, fromRad: Math.PI },
    { xM: x, yM: -y, fromRad: (3 * Math.PI) / 2 },
  ];
  const points = corners.flatMap(({ xM, yM, fromRad }) =>
    [0, 1, 2, 3].map((step) => {
      const angle = fromRad + (step * Math.PI) / 6;
      return toWorld(car, { xM: xM + cornerM * Math.cos(angle), yM: yM + cornerM * Math.sin(angle) });
    }),
  );
  return points.flatMap((from, index) => {
    const to = points[(index + 1) % points.length];
    return to ? [{ from, to }] : [];
  });
}
