import type { DangerLevel } from './danger.ts';
import type { Guidance } from './guidance.ts';
import type { Pose } from './pose.ts';
import type { Risk } from './risk.ts';
import type { Gear } from './sample-frame.ts';

export interface Reading {
  readonly sensorId: string;
  /** Filtered; null: no echo within range, or stale. */
  readonly distanceCm: number | null;
  readonly isStale: boolean;
  readonly danger: DangerLevel;
}

/** A risk that its driver is told of; `seq` counts the alerts of a session from 1. */
export interface RaisedAlert extends Risk {
  readonly seq: number;
  readonly sensorAtMs: number;
  readonly speedMps: number;
}

/** What the coach makes of one frame. */
export interface Moment {
  /** Counts the frames of a session from 1. */
  readonly seq: number;
  readonly sensorAtMs: number;
  readonly speedMps: number;
  readonly steeringRad: number;
  readonly gear: Gear;
  readonly pose: Pose | null;
  readonly readings: readonly Reading[];
  readonly danger: DangerLevel;
  readonly nearestCm: number | null;
  readonly timeToCollisionS: number | null;
  readonly guidance: Guidance | null;
  readonly alerts: readonly RaisedAlert[];
}
