import type { Pose } from './pose.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** A rectangle along the lane's axes in which the car must not be. */
export interface Block {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  /** More room than this is not kept to it: the slot itself is no deeper. */
  readonly roomM: number;
}

/** What is free around a slot, in lane coordinates. */
export interface SlotSpace {
  readonly blocks: readonly Block[];
  /** Of the rear axle when parked. */
  readonly goal: Pose;
}

interface Measured {
  readonly kind: 'PERPENDICULAR' | 'PARALLEL';
  /** Between the neighbours. */
  readonly widthM: number;
  /** From the row to what is across the lane. */
  readonly laneM: number;
}

/** Rows are longer than any manoeuvre. */
const farM = 40;
/** Neighbours are not exactly in line. */
const unevenM = 0.08;
/** Behind a parked car. */
const behindM = 0.4;
/** Kept to what ends the slot. */
const leastRoomM = 0.05;
/** Between a parked car and a kerb, which no sensor hears. */
const kerbM = 0.16;

/** In the coordinates of the slot: its middle is the origin, the lane lies at positive y. */
export function spaceOf({ kind, widthM, laneM }: Measured, profile: VehicleProfile): SlotSpace {
  const depthM = kind === 'PERPENDICULAR' ? profile.lengthM + behindM : profile.widthM + kerbM;
  const half = widthM / 2;
  return {
    goal: goalOf(kind, profile),
    blocks: [
      { minX: -farM, maxX: -half, minY: -farM, maxY: unevenM, roomM: Infinity },
      { minX: half, maxX: farM, minY: -farM, maxY: unevenM, roomM: Infinity },
      { minX: -half, maxX: half, minY: -farM, maxY: -depthM, roomM: leastRoomM },
      { minX: -farM, maxX: farM, minY: laneM, maxY: farM, roomM: Infinity },
    ],
  };
}

/** In line with the neighbours, in the middle between them: painted lines are not seen. */
function goalOf(kind: Measured['kind'], { lengthM, widthM, rearOverhangM }: VehicleProfile): Pose {
  const toNose = lengthM - rearOverhangM;
  if (kind === 'PERPENDICULAR') return { xM: 0, yM: -toNose, headingRad: Math.PI / 2 };
  return { xM: rearOverhangM - lengthM / 2, yM: -widthM / 2, headingRad: 0 };
}

/** True when the car at `pose`, grown by `marginM` on all sides, is in none of the blocks. */
export function isFree({ blocks }: SlotSpace, profile: VehicleProfile, pose: Pose, marginM: number): boolean {
  const { lengthM, widthM, rearOverhangM } = profile;
  const [cos, sin] = [Math.cos(pose.headingRad), Math.sin(pose.headingRad)];
  const forward = lengthM / 2 - rearOverhangM;
  const [centerX, centerY] = [pose.xM + forward * cos, pose.yM + forward * sin];
  for (const block of blocks) {
    const roomM = Math.min(marginM, block.roomM);
    const [halfLength, halfWidth] = [lengthM / 2 + roomM, widthM / 2 + roomM];
    const reachX = halfLength * Math.abs(cos) + halfWidth * Math.abs(sin);
    const reachY = halfLength * Math.abs(sin) + halfWidth * Math.abs(cos);
    if (centerX + reachX <= block.minX || centerX - reachX >= block.maxX) continue;
    if (centerY + reachY <= block.minY || centerY - reachY >= block.maxY) continue;
    // The lane's axes do not part them: try those of the car.
    const [dx, dy] = [(block.minX + block.maxX) / 2 - centerX, (block.minY + block.maxY) / 2 - centerY];
    const [halfX, halfY] = [(block.maxX - block.minX) / 2, (block.maxY - block.minY) / 2];
    const along = Math.abs(dx * cos + dy * sin);
    if (along >= halfLength + halfX * Math.abs(cos) + halfY * Math.abs(sin)) continue;
    const across = Math.abs(dy * cos - dx * sin);
    if (across >= halfWidth + halfX * Math.abs(sin) + halfY * Math.abs(cos)) continue;
    return false;
  }
  return true;
}
