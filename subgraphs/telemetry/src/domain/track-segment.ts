import { normalizeAngle, type Pose, poseSeenFrom } from './pose.ts';
import type { Segment } from './segment.ts';

/** Where a car is on a segment that began at `start`. */
export interface Progress {
  /** Metres still to go; negative: too far. */
  readonly leftM: number;
  readonly doneM: number;
  /** To the left of the way. */
  readonly besideM: number;
  /** Turned to the left of the way. */
  readonly turnedRad: number;
}

/** How far a pose is along a segment that began at `start`, and how far beside it. */
export function progressOn(start: Pose, { curvature, lengthM }: Segment, pose: Pose): Progress {
  const seen = poseSeenFrom(start, pose);
  const isStraight = Math.abs(curvature) < 1e-6;
  const alongM = isStraight ? seen.xM : Math.atan2(seen.xM * curvature, 1 - seen.yM * curvature) / curvature;
  const besideM = isStraight
    ? seen.yM
    : 1 / curvature - Math.sign(curvature) * Math.hypot(seen.xM, seen.yM - 1 / curvature);
  const direction = Math.sign(lengthM);
  return {
    leftM: (lengthM - alongM) * direction,
    doneM: alongM * direction,
    besideM,
    turnedRad: normalizeAngle(seen.headingRad - curvature * alongM),
  };
}

/** Gains that bring a car back to its way within about two metres, without swinging. */
const besideGain = 0.7;
const turnedGain = 1.6;

/** Curvature to drive now so that the car returns to the way. */
export function correctedCurvature({ curvature, lengthM }: Segment, progress: Progress): number {
  const direction = Math.sign(lengthM);
  return curvature - direction * turnedGain * progress.turnedRad - besideGain * progress.besideM;
}
