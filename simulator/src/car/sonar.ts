import { castRay } from '../geometry/ray.ts';
import { type Point, type Pose, toWorld } from '../geometry/pose.ts';
import type { Segment } from '../geometry/rectangle.ts';
import type { Random } from '../random.ts';
import type { SensorMount } from '../standard-profile.ts';

const rays = 9;
/**
 * A surface met more obliquely throws the sound away from us. Source: Webots, DistanceSensor of type "sonar",
 * docs/reference/distancesensor.md.
 */
const leastIncidenceCos = Math.cos((22.5 * Math.PI) / 180);
/** Nearer than this the echo returns while the membrane still rings. */
const blindCm = 20;
const dropoutShare = 0.005;

/** The nearest echo in the sensor's beam in centimetres without noise; null: none within range. */
export function echoOf(mount: SensorMount, carPose: Pose, edges: readonly Segment[]): number | null {
  const origin = toWorld(carPose, mount);
  const rangeM = mount.rangeCm / 100;
  const near = edges.filter((edge) => isNear(edge, origin, rangeM));
  let nearestM = Infinity;
  for (let ray = 0; ray < rays; ray++) {
    const bearing = carPose.headingRad + mount.bearingRad + (ray / (rays - 1) - 0.5) * mount.fanRad;
    nearestM = Math.min(nearestM, firstEcho(origin, bearing, near));
  }
  return nearestM <= rangeM ? Math.max(blindCm, nearestM * 100) : null;
}

/** Whether an edge's bounding box comes within `rangeM`; most do not, and casting is what costs. */
function isNear({ from, to }: Segment, { xM, yM }: Point, rangeM: number): boolean {
  return (
    Math.min(from.xM, to.xM) <= xM + rangeM &&
    Math.max(from.xM, to.xM) >= xM - rangeM &&
    Math.min(from.yM, to.yM) <= yM + rangeM &&
    Math.max(from.yM, to.yM) >= yM - rangeM
  );
}

/** What a ray meets first hides the rest, also when it gives no echo. */
function firstEcho(origin: Point, bearingRad: number, edges: readonly Segment[]): number {
  const direction = { xM: Math.cos(bearingRad), yM: Math.sin(bearingRad) };
  let distanceM = Infinity;
  let incidenceCos = 0;
  for (const edge of edges) {
    const hit = castRay(origin, direction, edge);
    if (hit && hit.distanceM < distanceM) ({ distanceM, incidenceCos } = hit);
  }
  return incidenceCos >= leastIncidenceCos ? distanceM : Infinity;
}

/** What the sensor reports of an echo: noise of 0.5 cm + 1 %, and now and then nothing. */
export function withNoise(mount: SensorMount, echoCm: number | null, random: Random): number | null {
  const isDropped = random.next() < dropoutShare;
  const noise = random.normal(); // drawn always, so that one echo more does not change all later ones
  if (echoCm === null || isDropped) return null;
  const heardCm = echoCm + noise * (0.5 + 0.01 * echoCm);
  return Math.round(10 * Math.min(mount.rangeCm, Math.max(blindCm, heardCm))) / 10;
}
