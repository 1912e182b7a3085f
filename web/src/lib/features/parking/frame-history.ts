import type { DangerLevel } from '#lib/graphql/generated/graphql.ts';
import type { LiveFrame } from './live-frame.ts';

/** The nearest thing at a moment of the drive. */
export interface DistancePoint {
  /** Seconds since the first frame. */
  readonly atS: number;
  readonly nearestCm: number | null;
  readonly danger: DangerLevel;
}

const stretchS = 0.25;
const mostPoints = 1_200;

/** Keeps four points a second of what was watched, the nearest of each stretch. */
export class FrameHistory {
  #startMs: number | null = null;
  #points: DistancePoint[] = [];

  add({ sensorAtMs, nearestCm, danger }: LiveFrame): void {
    this.#startMs ??= sensorAtMs;
    const atS = (sensorAtMs - this.#startMs) / 1_000;
    const last = this.#points.at(-1);
    if (!last || atS - last.atS >= stretchS) this.#points.push({ atS, nearestCm, danger });
    else if (nearestCm !== null && nearestCm < (last.nearestCm ?? Infinity))
      this.#points[this.#points.length - 1] = { atS: last.atS, nearestCm, danger };
    if (this.#points.length > mostPoints) this.#points.shift();
  }

  get points(): readonly DistancePoint[] {
    return this.#points;
  }
}
