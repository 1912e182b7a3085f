import { gapBetween } from '../geometry/gap.ts';
import { overlaps } from '../geometry/overlap.ts';
import { contains, type Rectangle } from '../geometry/rectangle.ts';
import type { World } from './world.ts';

/** Whether the car touches anything, a kerb included. */
export function touches({ obstacles }: World, outline: Rectangle): boolean {
  return obstacles.some((obstacle) => overlaps(obstacle, outline));
}

/** Metres to the nearest thing that stands upright; 0 when touching it, at most `withinM`. */
export function clearance({ obstacles }: World, outline: Rectangle, withinM: number): number {
  let nearestM = withinM;
  for (const obstacle of obstacles) {
    if (obstacle.isLow || isFar(obstacle, outline, nearestM)) continue;
    nearestM = Math.min(nearestM, gapBetween(obstacle, outline));
  }
  return nearestM;
}

function isFar(a: Rectangle, b: Rectangle, withinM: number): boolean {
  const reachM = (Math.hypot(a.lengthM, a.widthM) + Math.hypot(b.lengthM, b.widthM)) / 2;
  return Math.hypot(a.xM - b.xM, a.yM - b.yM) - reachM > withinM;
}

/** Tyres stand a little inside the body, and it is they that must not be on the line. */
const bodyOverLineM = 0.1;

export function isInSlot(slot: Rectangle, outline: Rectangle): boolean {
  return contains(slot, outline, bodyOverLineM);
}
