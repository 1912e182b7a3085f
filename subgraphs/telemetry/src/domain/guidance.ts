import type { Point } from './pose.ts';
import type { Gear } from './sample-frame.ts';

export type GuidanceStep =
  | 'SEARCH'
  | 'PULL_FORWARD'
  | 'STOP_AND_SHIFT'
  | 'STEER_LEFT'
  | 'STEER_RIGHT'
  | 'STRAIGHTEN'
  | 'REVERSE'
  | 'STOP'
  | 'ADJUST_FORWARD'
  | 'PARKED'
  | 'NO_SLOT';

export type SlotKind = 'PERPENDICULAR' | 'PARALLEL' | 'ANGLED';

export interface Slot {
  readonly kind: SlotKind;
  /** Middle of a car parked in it, and where its nose points. */
  readonly centerXM: number;
  readonly centerYM: number;
  readonly headingRad: number;
  /** Along the parked car, and across. */
  readonly lengthM: number;
  readonly widthM: number;
  readonly fits: boolean;
}

/** What the driver should do now. */
export interface Guidance {
  readonly step: GuidanceStep;
  readonly slot: Slot | null;
  /** How far to go; null when it does not apply. */
  readonly distanceM: number | null;
  /** Angle of the front wheels to hold, left positive. */
  readonly steeringRad: number | null;
  readonly gear: Gear | null;
  /** The way of the rear axle's middle. */
  readonly path: readonly Point[];
  readonly textKo: string;
  readonly textEn: string;
}
