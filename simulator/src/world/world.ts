import { edgesOf, type Segment } from '../geometry/rectangle.ts';
import type { Obstacle } from './obstacle.ts';
import { roundedEdges } from './parked-car.ts';

/** Everything around the car; it does not move. */
export interface World {
  readonly obstacles: readonly Obstacle[];
  /** What the sensors can hear: the edges of all that is high enough. */
  readonly edges: readonly Segment[];
}

export function createWorld(obstacles: readonly Obstacle[]): World {
  const high = obstacles.filter(({ isLow }) => !isLow);
  return {
    obstacles,
    edges: high.flatMap((obstacle) => (obstacle.kind === 'car' ? roundedEdges(obstacle) : edgesOf(obstacle))),
  };
}
