import type { GuidanceStep } from './guidance.ts';
import type { Pose } from './pose.ts';
import type { Gear } from './sample-frame.ts';
import { endOf, posesAlong, type Segment } from './segment.ts';
import { correctedCurvature, type Progress, progressOn } from './track-segment.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** Near enough to the end of a stretch to stop there. */
const arrivedM = 0.03;
/** Off the way by more than this a new one is needed. */
const lostBesideM = 0.16;
const lostTurnedRad = 0.12;
const overshotM = 0.4;
/** Off by more than this at the start of a stretch, the next one would end badly. */
const offBesideM = 0.05;
const offTurnedRad = 0.025;
/** The wheel is where it should be, as exactly as people turn it. */
const turnedRad = 0.06;
const turnedShare = 0.12;
const standingMps = 0.03;

/** The car as the manoeuvre sees it, in lane coordinates. */
export interface CarInLane {
  readonly pose: Pose;
  readonly speedMps: number;
  readonly steeringRad: number;
  readonly gear: Gear;
}

export interface NextMove {
  readonly step: GuidanceStep;
  readonly distanceM: number | null;
  readonly steeringRad: number;
  readonly gear: Gear;
}

/** A planned way that is being driven. */
export class Manoeuvre {
  readonly #segments: readonly Segment[];
  readonly #starts: readonly Pose[];
  readonly #profile: VehicleProfile;
  #index = 0;
  /** The stretch whose start has been looked at. */
  #begun = 0;

  constructor(from: Pose, segments: readonly Segment[], profile: VehicleProfile) {
    const starts = [from];
    for (const segment of segments) starts.push(endOf(starts.at(-1) ?? from, segment));
    this.#segments = segments;
    this.#starts = starts;
    this.#profile = profile;
  }

  /** What to do next; DONE at the end; LOST when the car is no longer on the way. */
  next(car: CarInLane): NextMove | 'DONE' | 'LOST' {
    for (; ; this.#index += 1) {
      const [segment, start] = [this.#segments[this.#index], this.#starts[this.#index]];
      if (!segment || !start) return 'DONE';
      const progress = progressOn(start, segment, car.pose);
      const isLost =
        Math.abs(progress.besideM) > lostBesideM ||
        Math.abs(progress.turnedRad) > lostTurnedRad ||
        progress.leftM < -overshotM;
      if (isLost || this.#isBadStart(car, progress)) return 'LOST';
      if (progress.leftM > arrivedM) return this.#move(car, segment, progress);
    }
  }

  /** Standing before a new stretch is the moment to plan again, if the one before ended elsewhere. */
  #isBadStart(car: CarInLane, { besideM, turnedRad }: Progress): boolean {
    if (this.#index === this.#begun || Math.abs(car.speedMps) > standingMps) return false;
    this.#begun = this.#index;
    return Math.abs(besideM) > offBesideM || Math.abs(turnedRad) > offTurnedRad;
  }

  /** True when only a straight or bent stretch backwards is left. */
  get isLastReverse(): boolean {
    const last = this.#segments[this.#index];
    return this.#index === this.#segments.length - 1 && (last?.lengthM ?? 0) < 0;
  }

  /** What is left of the way, for drawing. */
  path(from: Pose, stepM: number): Pose[] {
    const [segment, start] = [this.#segments[this.#index], this.#starts[this.#index]];
    if (!segment || !start) return [];
    const { leftM } = progressOn(start, segment, from);
    const rest = { ...segment, lengthM: Math.max(0, leftM) * Math.sign(segment.lengthM) };
    return [
      from,
      ...posesAlong(from, [rest], stepM),
      ...posesAlong(endOf(start, segment), this.#segments.slice(this.#index + 1), stepM),
    ];
  }

  #move(car: CarInLane, segment: Segment, progress: Progress): NextMove {
    const gear = segment.lengthM > 0 ? ('D' as const) : ('R' as const);
    const steeringRad = this.#steering(correctedCurvature(segment, progress));
    const isStanding = Math.abs(car.speedMps) < standingMps;
    if (car.gear !== gear) return { step: 'STOP_AND_SHIFT', distanceM: null, steeringRad, gear };
    const isTurned =
      Math.abs(car.steeringRad - steeringRad) < turnedRad + turnedShare * Math.abs(steeringRad);
    if (isStanding && !isTurned)
      return { step: steerStep(car.steeringRad, steeringRad), distanceM: 0, steeringRad, gear };
    const step = gear === 'R' ? 'REVERSE' : this.#index === 0 ? 'PULL_FORWARD' : 'ADJUST_FORWARD';
    return { step, distanceM: progress.leftM, steeringRad, gear };
  }

  #steering(curvature: number): number {
    const { wheelbaseM, maxSteeringRad } = this.#profile;
    const wanted = Math.atan(curvature * wheelbaseM);
    return Math.min(maxSteeringRad, Math.max(-maxSteeringRad, wanted));
  }
}

const steerStep = (nowRad: number, wantedRad: number): GuidanceStep => {
  if (Math.abs(wantedRad) < turnedRad) return 'STRAIGHTEN';
  return wantedRad > nowRad ? 'STEER_LEFT' : 'STEER_RIGHT';
};
