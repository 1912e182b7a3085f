import { distanceBetween, moveAlong, normalizeAngle, type Pose } from './pose.ts';
import { waysBack } from './reach-slot.ts';
import { joined, posesAlong, type Segment } from './segment.ts';
import { isFree, type SlotSpace } from './slot-space.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** Room kept to everything; less where there is less. */
const marginsM = [0.3, 0.2, 0.12, 0.05];
/** Of the largest steering angle, so that some is left to correct with. */
const steeringShare = 0.93;
const stepM = 0.6;
const checkM = 0.15;
const cellM = 0.3;
const headings = 48;
const steerings = [0, -1, 1];
const shuntCost = 4;
const steeringCost = 0.3;
/** Bounds the time: some tens of milliseconds. */
const maxExpansions = 2_500;
/** Once there is a way, the search for a better one is cut. */
const expansionsAfterFirst = 250;

interface Node {
  readonly pose: Pose;
  readonly parent: Node | null;
  readonly segment: Segment | null;
  readonly cost: number;
  readonly estimate: number;
}

interface Found {
  readonly cost: number;
  readonly segments: readonly Segment[];
}

/**
 * A way into the slot from where the car is, or null. Searches over short arcs (hybrid A*) and from each
 * end tries to reach the slot in closed form: arc and straight, or two arcs. The same input gives the
 * same way.
 */
export function planManoeuvre(from: Pose, space: SlotSpace, profile: VehicleProfile): Segment[] | null {
  for (const marginM of marginsM) {
    const isRoomy = isFree(space, profile, from, marginM) && isFree(space, profile, space.goal, marginM);
    if (!isRoomy) continue;
    const found = new Search(space, profile, marginM).run(from);
    if (found) return joined(found.segments);
  }
  return null;
}

class Search {
  readonly #space: SlotSpace;
  readonly #profile: VehicleProfile;
  readonly #marginM: number;
  readonly #maxCurvature: number;
  readonly #queue: Node[] = [];
  readonly #seen = new Map<number, number>();
  #best: Found | null = null;

  constructor(space: SlotSpace, profile: VehicleProfile, marginM: number) {
    this.#space = space;
    this.#profile = profile;
    this.#marginM = marginM;
    this.#maxCurvature = Math.tan(profile.maxSteeringRad * steeringShare) / profile.wheelbaseM;
  }

  run(from: Pose): Found | null {
    this.#push({ pose: from, parent: null, segment: null, cost: 0, estimate: this.#estimate(from) });
    let left = maxExpansions;
    for (let node = this.#pop(); node && left > 0; node = this.#pop()) {
      left -= 1;
      if (this.#best && node.cost >= this.#best.cost) continue;
      const hadWay = this.#best !== null;
      this.#finishFrom(node);
      if (!hadWay && this.#best) left = Math.min(left, expansionsAfterFirst);
      this.#expand(node);
    }
    return this.#best;
  }

  #finishFrom(node: Node): void {
    for (const way of waysBack(node.pose, this.#space.goal, 1 / this.#maxCurvature)) {
      const cost = node.cost + this.#costOf(way, node.segment);
      if (cost >= (this.#best?.cost ?? Infinity) || !this.#isWayFree(node.pose, way)) continue;
      this.#best = { cost, segments: [...segmentsOf(node), ...way] };
    }
  }

  #expand(node: Node): void {
    for (const direction of [1, -1])
      for (const share of steerings) {
        const segment = { curvature: share * this.#maxCurvature, lengthM: direction * stepM };
        const pose = moveAlong(node.pose, segment.curvature, segment.lengthM);
        const cost = node.cost + this.#costOf([segment], node.segment);
        const key = keyOf(pose, direction);
        if ((this.#seen.get(key) ?? Infinity) <= cost || !this.#isWayFree(node.pose, [segment])) continue;
        this.#seen.set(key, cost);
        this.#push({ pose, parent: node, segment, cost, estimate: cost + this.#estimate(pose) });
      }
  }

  #isWayFree(from: Pose, way: readonly Segment[]): boolean {
    for (const pose of posesAlong(from, way, checkM))
      if (!isFree(this.#space, this.#profile, pose, this.#marginM)) return false;
    return true;
  }

  #costOf(way: readonly Segment[], before: Segment | null): number {
    let cost = 0;
    let last = before;
    for (const segment of way) {
      if (Math.abs(segment.lengthM) < 0.01) continue;
      cost += Math.abs(segment.lengthM);
      if (last && Math.sign(last.lengthM) !== Math.sign(segment.lengthM)) cost += shuntCost;
      const turned = Math.abs((last?.curvature ?? 0) - segment.curvature) / this.#maxCurvature;
      cost += steeringCost * turned;
      last = segment;
    }
    return cost;
  }

  /** Not less than the way back would be, roughly; greedy enough to find one soon. */
  #estimate(pose: Pose): number {
    const { goal } = this.#space;
    const turnRad = Math.abs(normalizeAngle(pose.headingRad - goal.headingRad));
    return distanceBetween(pose, goal) + (0.5 * turnRad) / this.#maxCurvature;
  }

  #push(node: Node): void {
    const heap = this.#queue;
    heap.push(node);
    for (let index = heap.length - 1; index > 0;) {
      const parent = (index - 1) >> 1;
      if (estimateAt(heap, parent) <= estimateAt(heap, index)) return;
      swap(heap, parent, index);
      index = parent;
    }
  }

  #pop(): Node | undefined {
    const heap = this.#queue;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    heap[0] = last;
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const smaller = estimateAt(heap, left + 1) < estimateAt(heap, left) ? left + 1 : left;
      if (estimateAt(heap, smaller) >= estimateAt(heap, index)) return top;
      swap(heap, smaller, index);
      index = smaller;
    }
  }
}

const estimateAt = (heap: readonly Node[], index: number): number => heap[index]?.estimate ?? Infinity;

function swap(heap: Node[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (!first || !second) return;
  heap[a] = second;
  heap[b] = first;
}

function keyOf({ xM, yM, headingRad }: Pose, direction: number): number {
  const x = Math.round(xM / cellM) + 500;
  const y = Math.round(yM / cellM) + 500;
  const turn = Math.round(((headingRad + 2 * Math.PI) / (2 * Math.PI)) * headings) % headings;
  return ((x * 1_000 + y) * headings + turn) * 2 + (direction > 0 ? 1 : 0);
}

function segmentsOf(node: Node): Segment[] {
  const segments: Segment[] = [];
  for (let each: Node | null = node; each; each = each.parent)
    if (each.segment) segments.unshift(each.segment);
  return segments;
}
