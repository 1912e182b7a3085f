import type { DangerLevel } from './danger.ts';

export const alertPatterns = [
  'R1_TOO_FAST',
  'R2_TIME_TO_COLLISION',
  'R3_PEDAL_CONFUSION',
  'R4_CORNER_SWEEP',
  'R7_SENSOR_DEGRADED',
  'ZONE',
] as const;
export type AlertPattern = (typeof alertPatterns)[number];

/** Something that holds in one frame and may deserve an alert. */
export interface Risk {
  readonly pattern: AlertPattern;
  readonly danger: DangerLevel;
  /** Null: not of one sensor. */
  readonly sensorId: string | null;
  readonly distanceCm: number | null;
}
