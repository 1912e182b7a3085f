import { fromVehicle, type Point, type Pose, seenFrom } from './pose.ts';
import type { SensorMount } from './vehicle-profile.ts';

/** Beyond this no row is beside the car. */
const farthestRowM = 3;
/** What lies this much deeper than the row's nearest faces is no longer of the row. */
const rowDepthM = 1.1;
/** Shorter runs of samples are noise. */
const fewestSamples = 4;
/** The rounded corner of a bumper gives no echo: that much of a car is not seen at either end. */
const unseenCornerM = 0.09;

/** Of the last four seconds. */
const keptEchoes = 200;
const fewestEchoes = 20;

/** Something beside the lane, in the coordinates of the scan. */
export interface RowObject {
  readonly fromM: number;
  /** Null while its end has not been passed. */
  readonly toM: number | null;
  /** Echoes from its face, along and beside the lane; the ends are left out. */
  readonly faces: readonly Point[];
}

export interface Gap {
  readonly before: RowObject;
  readonly after: RowObject;
  readonly fromM: number;
  readonly toM: number;
}

interface Run {
  isNear: boolean;
  samples: number;
  fromM: number;
  toM: number;
  echoes: Point[];
}

/**
 * Listens to one side while the car drives past a row. Coordinates: x along the lane as the car stood
 * when it began, y beside it, positive on the side that is listened to.
 */
export class RowScan {
  readonly #mount: SensorMount;
  readonly #side: 1 | -1;
  readonly #origin: Pose;
  readonly #runs: Run[] = [];
  readonly #echoesM: number[] = [];
  #nearestM = Infinity;

  constructor(mount: SensorMount, origin: Pose) {
    this.#mount = mount;
    this.#side = mount.side === 'LEFT' ? 1 : -1;
    this.#origin = origin;
  }

  get side(): 1 | -1 {
    return this.#side;
  }

  get origin(): Pose {
    return this.#origin;
  }

  listen(pose: Pose, distanceM: number | null): void {
    const at = this.#place(fromVehicle(pose, this.#mount));
    const reach = (distanceM ?? 0) * Math.sign(this.#mount.bearingRad);
    const echo =
      distanceM === null
        ? null
        : this.#place(fromVehicle(pose, { xM: this.#mount.xM, yM: this.#mount.yM + reach }));
    const isNear = distanceM !== null && this.#isOfRow(distanceM);
    if (distanceM !== null && isNear) this.#nearestM = Math.min(this.#nearestM, distanceM);
    if (echo && this.#echoesM.push(echo.yM) > keptEchoes) this.#echoesM.shift();
    this.#add(isNear, at.xM, echo);
  }

  /** How far away things are on this side, in the middle of the last few seconds; null: too little is heard. */
  besideM(): number | null {
    return this.#echoesM.length < fewestEchoes ? null : medianOf(this.#echoesM);
  }

  /** How far the sensor has come along the lane. */
  alongM(pose: Pose): number {
    return this.#place(fromVehicle(pose, this.#mount)).xM;
  }

  /** What stands in the row so far, the last one last. */
  objects(): RowObject[] {
    return this.#runs.flatMap((run, index) =>
      run.isNear && this.#isLong(run) ? [this.#asObject(run, index < this.#runs.length - 1)] : [],
    );
  }

  /** Free space between two objects, the last one last. */
  gaps(): Gap[] {
    const objects = this.objects();
    return objects.flatMap((after, index) => {
      const before = objects[index - 1];
      return before?.toM == null ? [] : [{ before, after, fromM: before.toM, toM: after.fromM }];
    });
  }

  #isOfRow(distanceM: number): boolean {
    return distanceM < farthestRowM && distanceM < this.#nearestM + rowDepthM;
  }

  #place(point: Point): Point {
    const seen = seenFrom(this.#origin, point);
    return { xM: seen.xM, yM: seen.yM * this.#side };
  }

  #add(isNear: boolean, alongM: number, echo: Point | null): void {
    const last = this.#runs.at(-1);
    if (last?.isNear === isNear) {
      last.samples += 1;
      last.toM = alongM;
      if (isNear && echo) last.echoes.push(echo);
      return;
    }
    // A short run was noise: what was before it goes on.
    if (last && !this.#isLong(last) && this.#runs.length > 1) {
      this.#runs.pop();
      return this.#add(isNear, alongM, echo);
    }
    this.#runs.push({
      isNear,
      samples: 1,
      fromM: alongM,
      toM: alongM,
      echoes: isNear && echo ? [echo] : [],
    });
  }

  #isLong({ samples, fromM, toM }: Run): boolean {
    return samples >= fewestSamples && toM - fromM > 0.05;
  }

  /** The beam meets an object before the sensor is beside it, and still does when it has passed. */
  #asObject({ fromM, toM, echoes }: Run, hasEnded: boolean): RowObject {
    const spread = Math.tan(this.#mount.fanRad / 2);
    const besideM = medianOf(echoes.map(({ yM }) => yM)) - Math.abs(this.#mount.yM);
    const shiftM = Math.max(0, besideM) * spread - unseenCornerM;
    const faces = echoes.filter(({ xM }) => xM > fromM + 0.3 && xM < toM - 0.3);
    return {
      fromM: fromM + shiftM,
      toM: hasEnded ? toM - shiftM : null,
      faces: faces.length > 0 ? faces : echoes,
    };
  }
}

/** The upper one of an even number; 0 of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
