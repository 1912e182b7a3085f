import type { DangerLevel } from './danger.ts';

export interface Approach {
  readonly distanceCm: number;
  /** Positive: getting nearer. */
  readonly closingMps: number;
  /** Positive: getting nearer ever faster. */
  readonly closingMps2: number;
}

/** Below this an acceleration is noise. */
const steadyMps2 = 0.05;
/** Slower than this is standing still within the sensors' noise. */
const slowestMps = 0.05;

/**
 * Seconds until contact if acceleration stays as it is (enhanced time to collision, SAE 2016-01-1448);
 * null when there will be none.
 */
export function timeToCollisionS({ distanceCm, closingMps, closingMps2 }: Approach): number | null {
  const distanceM = distanceCm / 100;
  const speedMps = closingMps < slowestMps ? 0 : closingMps;
  if (speedMps === 0) return null;
  if (Math.abs(closingMps2) < steadyMps2) return distanceM / speedMps;
  const root = speedMps ** 2 + 2 * closingMps2 * distanceM;
  return root < 0 ? null : (Math.sqrt(root) - speedMps) / closingMps2;
}

/** Below 2.0 s caution, below 1.2 s warning, below 0.7 s stop: our own defaults. */
export function collisionLevel(seconds: number | null): DangerLevel {
  if (seconds === null) return 'NONE';
  if (seconds < 0.7) return 'STOP';
  if (seconds < 1.2) return 'WARNING';
  return seconds < 2 ? 'CAUTION' : 'NONE';
}
