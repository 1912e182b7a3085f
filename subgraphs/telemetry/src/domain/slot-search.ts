import type { AssessedSensor } from './find-risks.ts';
import type { Slot } from './guidance.ts';
import { LaneFrame } from './lane-frame.ts';
import { fromVehicle, type Point, type Pose } from './pose.ts';
import { type Gap, medianOf, type RowObject, RowScan } from './row-scan.ts';
import { type SlotSpace, spaceOf } from './slot-space.ts';
import type { SensorMount, VehicleProfile } from './vehicle-profile.ts';

/** A slot with what is free around it. */
export interface FoundSlot {
  readonly slot: Slot;
  readonly frame: LaneFrame;
  readonly space: SlotSpace;
  /** How far the side sensor has come past its far end. */
  readonly passedM: number;
}

/** Room that a driver needs beside the car, both sides together. */
const besideM = 0.6;
/** Room that a manoeuvre along the lane needs, both ends together. */
const endsM = 0.9;
/** Free space this long can hold a car along the lane. */
const parallelFromM = 5.3;
/** Longer than any car is wide. */
const longObjectM = 2.9;
/** A car at a slant shows a flank that recedes by more than this; bumpers and flanks along the lane do not. */
const slantM = 0.35;
/** What the far side of a lane is taken for when nothing is heard there. */
const usualLaneM = 6;
/** A row is looked at as far back as this. */
const rowM = 14;

/** Names the last slot that was passed, from what the side sensors said. */
export class SlotSearch {
  readonly #profile: VehicleProfile;
  #scans: readonly RowScan[] | null = null;

  constructor(profile: VehicleProfile) {
    this.#profile = profile;
  }

  /** Takes in a frame of a car that drives forward. */
  listen(pose: Pose, sensors: readonly AssessedSensor[]): void {
    this.#scans ??= foremost(this.#profile).map((mount) => new RowScan(mount, pose));
    for (const [index, mount] of foremost(this.#profile).entries()) {
      const tracked = sensors.find((sensor) => sensor.mount.sensorId === mount.sensorId)?.tracked;
      if (!tracked || tracked.isStale) continue;
      this.#scans[index]?.listen(pose, tracked.distanceCm === null ? null : tracked.distanceCm / 100);
    }
  }

  /** The last slot that fits, on either side; null while there is none. */
  find(pose: Pose): FoundSlot | null {
    const found = (this.#scans ?? []).flatMap((scan) => this.#lastSlot(scan, pose) ?? []);
    return found.toSorted((a, b) => a.passedM - b.passedM)[0] ?? null;
  }

  #lastSlot(scan: RowScan, pose: Pose): FoundSlot | null {
    const objects = scan.objects();
    for (const gap of scan.gaps().toReversed()) {
      const kind = kindOf(gap, objects);
      if (kind) return this.#slotIn({ scan, gap, kind, objects, pose });
    }
    return null;
  }

  #slotIn({ scan, gap, kind, objects, pose }: Candidate): FoundSlot | null {
    const { lengthM, widthM } = this.#profile;
    const gapM = gap.toM - gap.fromM;
    if (gapM < (kind === 'PERPENDICULAR' ? widthM + besideM : lengthM + endsM)) return null;
    const line = fitLine(
      objects.filter(({ fromM }) => fromM > gap.fromM - rowM).flatMap(({ faces }) => faces),
    );
    const middleM = (gap.fromM + gap.toM) / 2;
    const side = scan.side;
    const opening = fromVehicle(scan.origin, { xM: middleM, yM: side * (line.atM + line.slope * middleM) });
    const headingRad = scan.origin.headingRad + side * Math.atan(line.slope);
    const frame = new LaneFrame({ ...opening, headingRad }, side === 1 ? 'LEFT' : 'RIGHT');
    const space = spaceOf({ kind, widthM: gapM, laneM: this.#laneM(scan, line) }, this.#profile);
    return {
      slot: this.#slotAt(frame, kind, gapM),
      frame,
      space,
      passedM: scan.alongM(pose) - gap.toM,
    };
  }

  #slotAt(frame: LaneFrame, kind: Kind, gapM: number): Slot {
    const { lengthM, widthM } = this.#profile;
    const isAcross = kind === 'PERPENDICULAR';
    const center = {
      xM: 0,
      yM: isAcross ? -lengthM / 2 : -widthM / 2,
      headingRad: isAcross ? Math.PI / 2 : 0,
    };
    const { xM, yM, headingRad } = frame.inSession(center);
    return {
      kind,
      centerXM: xM,
      centerYM: yM,
      headingRad,
      lengthM: isAcross ? lengthM : gapM,
      widthM: isAcross ? gapM : widthM,
      fits: true,
    };
  }

  /** From the row to what is heard across the lane. */
  #laneM(scan: RowScan, line: Line): number {
    const across = this.#scans?.find((other) => other.side !== scan.side);
    const heardM = across?.besideM() ?? null;
    return heardM === null ? usualLaneM : Math.min(usualLaneM + 2, heardM + line.atM - 0.1);
  }
}

type Kind = 'PERPENDICULAR' | 'PARALLEL';

interface Candidate {
  readonly scan: RowScan;
  readonly gap: Gap;
  readonly kind: Kind;
  readonly objects: readonly RowObject[];
  readonly pose: Pose;
}

/** By the length of the gap, and where that is not enough by what stands before it; null in a row at a slant. */
function kindOf(gap: Gap, objects: readonly RowObject[]): Kind | null {
  if (medianOf(objects.map(depthOf)) > slantM) return null;
  if (gap.toM - gap.fromM < parallelFromM) return 'PERPENDICULAR';
  const beforeM = (gap.before.toM ?? gap.fromM) - gap.before.fromM;
  return beforeM > longObjectM ? 'PARALLEL' : 'PERPENDICULAR';
}

function depthOf({ faces }: RowObject): number {
  const depths = faces.map(({ yM }) => yM);
  return Math.max(...depths) - Math.min(...depths);
}

/** One sensor a side: the one that comes first. */
function foremost({ sensors }: VehicleProfile): SensorMount[] {
  return (['LEFT', 'RIGHT'] as const).flatMap(
    (side) => sensors.filter((mount) => mount.side === side).toSorted((a, b) => b.xM - a.xM)[0] ?? [],
  );
}

interface Line {
  /** Beside the lane's beginning. */
  readonly atM: number;
  readonly slope: number;
}

/** What is set back from the row by more than this, a pillar or a wall, does not say where cars end. */
const setBackM = 0.25;

/** Through the faces of the row, without what is set back. */
function fitLine(points: readonly Point[]): Line {
  const first = leastSquares(points);
  const inLine = points.filter(({ xM, yM }) => yM - first.atM - first.slope * xM < setBackM);
  return leastSquares(inLine);
}

function leastSquares(points: readonly Point[]): Line {
  const count = Math.max(1, points.length);
  const meanX = points.reduce((sum, { xM }) => sum + xM, 0) / count;
  const meanY = points.reduce((sum, { yM }) => sum + yM, 0) / count;
  const spread = points.reduce((sum, { xM }) => sum + (xM - meanX) ** 2, 0);
  const shared = points.reduce((sum, { xM, yM }) => sum + (xM - meanX) * (yM - meanY), 0);
  const slope = spread < 1 ? 0 : shared / spread;
  return { atM: meanY - slope * meanX, slope };
}
