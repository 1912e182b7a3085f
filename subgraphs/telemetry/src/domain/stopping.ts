import type { DangerLevel } from './danger.ts';

/** Until a driver's foot is on the brake. Usual in road traffic law and engineering. */
const reactionS = 0.75;
/** Of a driver who brakes firmly, not in an emergency. */
const brakingMps2 = 4;
/** From the sensor to the driver's eye and ear: our own promise. */
const latencyS = 0.1;

/** Centimetres that the car still travels when its driver is told now: v·t + v²/(2a). */
export function stoppingDistanceCm(speedMps: number): number {
  return (Math.abs(speedMps) * reactionS + speedMps ** 2 / (2 * brakingMps2)) * 100;
}

/** Centimetres that are needed even when the brake is pressed at once. */
function brakingDistanceCm(speedMps: number): number {
  return (Math.abs(speedMps) * latencyS + speedMps ** 2 / (2 * brakingMps2)) * 100;
}

/** How far the gap falls short of what the speed needs; standing still is never too fast. */
export function stoppingLevel(distanceCm: number, speedMps: number): DangerLevel {
  if (distanceCm < brakingDistanceCm(speedMps)) return 'STOP';
  return distanceCm < stoppingDistanceCm(speedMps) ? 'WARNING' : 'NONE';
}
