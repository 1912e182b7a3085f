import { type Car, outlineOf, poseInMiddle } from '../car/car.ts';
import type { Pose } from '../geometry/pose.ts';
import { clearance, touches } from '../world/contact.ts';
import type { Scenario } from '../world/scenario.ts';
import type { World } from '../world/world.ts';
import { type Leg, poseAfter } from './leg.ts';
import { waysAlongside } from './reverse-alongside.ts';
import { waysIntoAngle } from './reverse-in.ts';

const stepM = 0.3;
/** More room than this is not better. */
const comfortableM = 0.5;

/**
 * The way into the scenario's slot with the most room on the way, then the shortest; null when none is known.
 * It knows where everything stands, as a driver who has looked: the car's own sensors are not asked.
 */
export function planParking(car: Car, from: Pose, scenario: Scenario): readonly Leg[] | null {
  const parked = poseInMiddle(car, scenario.slot);
  const ways = scenario.slotKind === 'PARALLEL' ? waysAlongside : waysIntoAngle;
  let best: readonly Leg[] | null = null;
  let leastCost = Infinity;
  for (const way of ways(car, from, parked)) {
    const fixedCost = costOfDriving(way);
    if (fixedCost >= leastCost) continue;
    const cost = fixedCost + costOfRoom(car, from, way, scenario.world, leastCost - fixedCost);
    if (cost < leastCost) [best, leastCost] = [way, cost];
  }
  return best;
}

/** A metre costs 1, a change of direction 3. */
function costOfDriving(way: readonly Leg[]): number {
  const lengthM = way.reduce((sum, { lengthM }) => sum + lengthM, 0);
  return lengthM + 3 * shuntsOf(way);
}

export function shuntsOf(way: readonly Leg[]): number {
  return way.filter(({ gear }, index) => index > 0 && gear !== way[index - 1]?.gear).length;
}

/** Each centimetre less than comfortable costs 1; touching costs all. Gives up beyond `atMost`. */
function costOfRoom(car: Car, from: Pose, way: readonly Leg[], world: World, atMost: number): number {
  let roomM = comfortableM;
  for (const pose of posesAlong(car, from, way)) {
    const outline = outlineOf(car, pose);
    if (touches(world, outline)) return Infinity;
    roomM = clearance(world, outline, roomM);
    if (100 * (comfortableM - roomM) > atMost) return Infinity;
  }
  return 100 * (comfortableM - roomM);
}

export function* posesAlong(car: Car, from: Pose, way: readonly Leg[]): Generator<Pose> {
  let start = from;
  for (const leg of way) {
    for (let doneM = stepM; doneM < leg.lengthM; doneM += stepM) yield poseAfter(car, start, leg, doneM);
    start = poseAfter(car, start, leg, leg.lengthM);
    yield start;
  }
}
