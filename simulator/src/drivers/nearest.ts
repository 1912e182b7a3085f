import type { View } from './driver.ts';

/** The nearest echo where the car is going, centimetres; Infinity when nothing is heard. */
export function nearestAhead({ distances, state }: View): number {
  const side = state.gear === 'R' ? 'rear-' : 'front-';
  let nearestCm = Infinity;
  for (const [sensorId, distanceCm] of Object.entries(distances))
    if (sensorId.startsWith(side) && distanceCm !== null) nearestCm = Math.min(nearestCm, distanceCm);
  return nearestCm;
}
