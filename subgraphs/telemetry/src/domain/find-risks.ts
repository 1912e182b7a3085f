import type { SensorAssessment } from './assess-sensor.ts';
import { collisionLevel } from './time-to-collision.ts';
import { type DangerLevel, rankOf } from './danger.ts';
import type { Risk } from './risk.ts';
import type { SampleFrame } from './sample-frame.ts';
import type { TrackedDistance } from './sensor-track.ts';
import type { SensorMount, VehicleProfile } from './vehicle-profile.ts';
import { isFrontCorner } from './zone.ts';

/** One sensor in one frame. */
export interface AssessedSensor extends SensorAssessment {
  readonly mount: SensorMount;
  readonly tracked: TrackedDistance;
  /** Looks to where the car moves. */
  readonly isAhead: boolean;
  /** Frames in a row for which the time to collision has been too short. */
  readonly shortFrames: number;
}

interface Circumstances {
  readonly frame: SampleFrame;
  readonly profile: VehicleProfile;
  /** The car leaps: see `PedalWatch`. */
  readonly isLeaping: boolean;
}

const leapNearCm = 150;
const sweepSteeringShare = 0.6;
const sweepNearCm = 60;
const sweepClosingMps = 0.05;

/** What is dangerous now, by the patterns R1 to R4 and R7 and by the zones. */
export function findRisks(sensors: readonly AssessedSensor[], circumstances: Circumstances): Risk[] {
  const risks = sensors.flatMap((sensor) => [
    ...tooFast(sensor),
    ...tooLate(sensor),
    ...cornerSweep(sensor, circumstances),
    ...degraded(sensor),
    ...near(sensor),
  ]);
  return [...risks, ...wrongPedal(sensors, circumstances)];
}

/** R1: the gap is shorter than the way to a stop. */
function tooFast({ stopping, ...sensor }: AssessedSensor): Risk[] {
  return stopping === 'NONE' ? [] : [riskOf(sensor, 'R1_TOO_FAST', stopping)];
}

/** R2: contact is near in time, in two frames running. Caution is what the gauges are for. */
function tooLate({ timeToCollisionS, shortFrames, ...sensor }: AssessedSensor): Risk[] {
  const level = collisionLevel(timeToCollisionS);
  return rankOf(level) < rankOf('WARNING') || shortFrames < 2
    ? []
    : [riskOf(sensor, 'R2_TIME_TO_COLLISION', level)];
}

/** R3: a leap towards something near, with no foot on the brake. */
function wrongPedal(sensors: readonly AssessedSensor[], { isLeaping }: Circumstances): Risk[] {
  if (!isLeaping) return [];
  const nearest = sensors
    .filter(({ isAhead, tracked }) => isAhead && (tracked.distanceCm ?? Infinity) < leapNearCm)
    .toSorted((a, b) => (a.tracked.distanceCm ?? 0) - (b.tracked.distanceCm ?? 0))[0];
  return nearest ? [{ ...riskOf(nearest, 'R3_PEDAL_CONFUSION', 'STOP'), sensorId: null }] : [];
}

/** R4: reversing with much steering, and a front corner swings towards something. */
function cornerSweep(sensor: AssessedSensor, { frame, profile }: Circumstances): Risk[] {
  const { mount, tracked } = sensor;
  const isSweeping =
    frame.gear === 'R' &&
    isFrontCorner(mount) &&
    Math.abs(frame.steeringRad) > sweepSteeringShare * profile.maxSteeringRad &&
    tracked.closingMps > sweepClosingMps;
  if (!isSweeping || tracked.distanceCm === null || tracked.distanceCm >= sweepNearCm) return [];
  return [riskOf(sensor, 'R4_CORNER_SWEEP', tracked.distanceCm <= 30 ? 'STOP' : 'WARNING')];
}

/** R7: a sensor that is silent or frozen is told of, for silence would look like safety. */
function degraded(sensor: AssessedSensor): Risk[] {
  const { isStale, isFrozen } = sensor.tracked;
  return isStale || isFrozen ? [riskOf(sensor, 'R7_SENSOR_DEGRADED', 'CAUTION')] : [];
}

/** The distance alone, from WARNING on: caution is what the gauges are for. */
function near({ zone, ...sensor }: AssessedSensor): Risk[] {
  return rankOf(zone.level) < rankOf('WARNING') ? [] : [riskOf(sensor, 'ZONE', zone.level)];
}

const riskOf = (
  { mount, tracked }: Pick<AssessedSensor, 'mount' | 'tracked'>,
  pattern: Risk['pattern'],
  danger: DangerLevel,
): Risk => ({ pattern, danger, sensorId: mount.sensorId, distanceCm: tracked.distanceCm });
