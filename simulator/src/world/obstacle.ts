import type { Rectangle } from '../geometry/rectangle.ts';

/** Something the car can hit. */
export interface Obstacle extends Rectangle {
  readonly kind: 'car' | 'wall' | 'pillar' | 'kerb';
  /** Too low for the sensors, which look over it. */
  readonly isLow: boolean;
}

/** A wall, pillar or kerb whose sides run along x and y. */
export function block(
  kind: 'wall' | 'pillar' | 'kerb',
  sides: { readonly left: number; readonly right: number; readonly bottom: number; readonly top: number },
): Obstacle {
  const { left, right, bottom, top } = sides;
  return {
    kind,
    isLow: kind === 'kerb',
    xM: (left + right) / 2,
    yM: (bottom + top) / 2,
    headingRad: 0,
    lengthM: right - left,
    widthM: top - bottom,
  };
}
