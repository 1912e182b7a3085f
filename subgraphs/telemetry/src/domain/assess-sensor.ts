import { type DangerLevel, worstOf } from './danger.ts';
import { type SampleFrame, signedMps } from './sample-frame.ts';
import type { TrackedDistance } from './sensor-track.ts';
import { stoppingLevel } from './stopping.ts';
import { collisionLevel, timeToCollisionS } from './time-to-collision.ts';
import type { SensorMount } from './vehicle-profile.ts';
import { type HeldZone, holdZone, isFrontCorner, noZone, zoneLimitsOf } from './zone.ts';

/** Slower than this is standing still. */
const standingMps = 0.05;
/** Beeps by distance are for parking: above 10 km/h only what is about to happen counts. */
const zonesOffMps = 10 / 3.6;

export interface Motion {
  readonly speedMps: number;
  /** Change of the speed's amount. */
  readonly accelerationMps2: number;
}

export interface SensorAssessment {
  readonly zone: HeldZone;
  readonly stopping: DangerLevel;
  readonly timeToCollisionS: number | null;
  readonly danger: DangerLevel;
}

/** Whether the car moves, or by its gear is about to move, to where the sensor looks. */
export function isAhead(mount: SensorMount, frame: SampleFrame): boolean {
  if (mount.side !== 'FRONT' && mount.side !== 'REAR') return false;
  const movedMps = signedMps(frame);
  if (Math.abs(movedMps) > standingMps) return movedMps > 0 === (mount.side === 'FRONT');
  if (frame.gear === 'N') return true;
  return frame.gear === (mount.side === 'FRONT' ? 'D' : 'R');
}

/** Level of one sensor: the worst of zone, stopping distance and time to collision. */
export function assessSensor(
  mount: SensorMount,
  tracked: TrackedDistance,
  held: HeldZone,
  { frame, motion }: { readonly frame: SampleFrame; readonly motion: Motion },
): SensorAssessment {
  const { distanceCm } = tracked;
  const zone = isZoneOn(mount, frame)
    ? holdZone(held, zoneLimitsOf(mount), { distanceCm, atMs: frame.sensorAtMs })
    : noZone;
  if (distanceCm === null || !isAhead(mount, frame))
    return { zone, stopping: 'NONE', timeToCollisionS: null, danger: zone.level };
  const towards = Math.abs(Math.cos(mount.bearingRad));
  const stopping = stoppingLevel(distanceCm, motion.speedMps * towards);
  const seconds = timeToCollisionS({
    distanceCm,
    closingMps: tracked.closingMps,
    closingMps2: motion.accelerationMps2 * towards,
  });
  return {
    zone,
    stopping,
    timeToCollisionS: seconds,
    danger: worstOf([zone.level, stopping, collisionLevel(seconds)]),
  };
}

function isZoneOn(mount: SensorMount, frame: SampleFrame): boolean {
  if (frame.gear === 'P' || Math.abs(frame.speedMps) > zonesOffMps) return false;
  if (mount.side === 'LEFT' || mount.side === 'RIGHT') return true;
  // In reverse the front swings out: its corners keep watching.
  return isAhead(mount, frame) || (isFrontCorner(mount) && frame.gear === 'R');
}
