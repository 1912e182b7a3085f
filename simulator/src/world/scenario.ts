import type { Pose } from '../geometry/pose.ts';
import type { Rectangle } from '../geometry/rectangle.ts';
import { createRandom, type Random } from '../random.ts';
import { angledRow } from './angled-row.ts';
import type { Obstacle } from './obstacle.ts';
import { parallelRow } from './parallel-row.ts';
import { perpendicularRow } from './perpendicular-row.ts';
import { pillarAndWall } from './pillar-and-wall.ts';
import { createWorld, type World } from './world.ts';

/** A place to park, before anybody drives; the same name and seed give the same place. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly slotKind: SlotKind;
  /** On which side of the aisle the slot lies, as the driver sees it. */
  readonly side: 'LEFT' | 'RIGHT';
  readonly world: World;
  /** The painted slot; its heading is that of a well parked car. */
  readonly slot: Rectangle;
  /** Where the rear axle stands at first. */
  readonly start: Pose;
}

export type SlotKind = 'PERPENDICULAR' | 'PARALLEL' | 'ANGLED';

/** A scenario with its row on the right of an aisle along x; the row's line is y = 0. */
export interface Row {
  readonly slotKind: SlotKind;
  readonly obstacles: readonly Obstacle[];
  readonly slot: Rectangle;
  /** Of the rear axle at the start. */
  readonly startXM: number;
}

const rows = {
  perpendicular: perpendicularRow,
  parallel: parallelRow,
  angled: angledRow,
  'pillar-and-wall': pillarAndWall,
} as const satisfies Record<string, (random: Random) => Row>;

export type ScenarioName = keyof typeof rows;

export const scenarioNames = ['perpendicular', 'parallel', 'angled', 'pillar-and-wall'] as const;

/** Metres from the row's line to the middle of the car that drives past: 0.6 to 1.6 beside its flank. */
const nearestLaneM = 1.5125;
const farthestLaneM = 2.5125;
const largestDriftRad = 0.025;

export function createScenario(name: ScenarioName, seed: number): Scenario {
  const random = createRandom(seed).fork(name);
  const row = rows[name](random);
  const start = {
    xM: row.startXM + random.between(-0.75, 0.75),
    yM: random.between(nearestLaneM, farthestLaneM),
    headingRad: random.between(-largestDriftRad, largestDriftRad),
  };
  const side = random.next() < 0.5 ? 'LEFT' : 'RIGHT';
  const place = side === 'LEFT' ? mirrored : <Item extends Pose>(item: Item) => item;
  return {
    name,
    slotKind: row.slotKind,
    side,
    world: createWorld(row.obstacles.map(place)),
    slot: place(row.slot),
    start: place(start),
  };
}

/** Across the x axis. */
function mirrored<Item extends Pose>(item: Item): Item {
  return { ...item, yM: -item.yM, headingRad: -item.headingRad };
}
