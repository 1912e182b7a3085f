import { AlertDesk } from './alert-desk.ts';
import { assessSensor, isAhead, type Motion } from './assess-sensor.ts';
import { worstOf } from './danger.ts';
import { type DriveSummary, DriveRecorder } from './drive-summary.ts';
import { type AssessedSensor, findRisks } from './find-risks.ts';
import { Guide } from './guide.ts';
import type { Moment, RaisedAlert, Reading } from './moment.ts';
import { Odometry } from './odometry.ts';
import { PedalWatch } from './pedal-watch.ts';
import type { Risk } from './risk.ts';
import { type SampleFrame, signedMps } from './sample-frame.ts';
import { SensorTrack } from './sensor-track.ts';
import { collisionLevel } from './time-to-collision.ts';
import type { SensorMount, VehicleProfile } from './vehicle-profile.ts';
import { type HeldZone, noZone } from './zone.ts';

/** Follows one session. The same frames in the same order give the same moments, whenever and wherever. */
export interface Coach {
  /** @param frame - later than the one before it */
  assess(frame: SampleFrame): Moment;
  /** What the report is made of, so far. */
  summary(): DriveSummary;
}

/** For one session, whose frames it is given in their order. */
export function createCoach(profile: VehicleProfile): Coach {
  return new SessionCoach(profile);
}

/** Between two frames; a retry after an outage may take longer. */
const longestSilenceMs = 1_000;

interface Watched {
  readonly mount: SensorMount;
  readonly track: SensorTrack;
  zone: HeldZone;
  shortFrames: number;
}

class SessionCoach implements Coach {
  readonly #profile: VehicleProfile;
  readonly #odometry: Odometry;
  readonly #desk = new AlertDesk();
  readonly #pedals = new PedalWatch();
  readonly #recorder: DriveRecorder;
  readonly #guide: Guide;
  #watched: readonly Watched[] | null = null;
  #previous: { readonly atMs: number; readonly speedMps: number } | null = null;
  #accelerationMps2 = 0;
  #frames = 0;
  #alerts = 0;

  constructor(profile: VehicleProfile) {
    this.#profile = profile;
    this.#odometry = new Odometry(profile.wheelbaseM);
    this.#recorder = new DriveRecorder(profile);
    this.#guide = new Guide(profile);
  }

  assess(frame: SampleFrame): Moment {
    const pose = this.#odometry.follow(frame);
    const gap = this.#gapBefore(frame);
    const motion = this.#motionOf(frame);
    const sensors = this.#sensorsOf(frame, motion);
    const isLeaping = this.#pedals.isLeaping(frame.sensorAtMs, motion.speedMps, frame.brake);
    const found = findRisks(sensors, { frame, profile: this.#profile, isLeaping });
    const risks = [...found, ...gap];
    const alerts = this.#desk.admit(risks, frame.sensorAtMs).map((risk) => this.#raise(risk, frame, motion));
    const guidance = this.#guide.follow({ frame, pose, sensors });
    const danger = worstOf([...sensors, ...risks].map((each) => each.danger));
    this.#recorder.record({ frame, pose, sensors, danger, alerts, slot: guidance.slot });
    this.#frames += 1;
    return {
      seq: this.#frames,
      sensorAtMs: frame.sensorAtMs,
      speedMps: motion.speedMps,
      steeringRad: frame.steeringRad,
      gear: frame.gear,
      pose,
      readings: sensors.map(readingOf),
      danger,
      nearestCm: smallest(sensors.map(({ tracked }) => tracked.distanceCm)),
      timeToCollisionS: smallest(sensors.map(({ timeToCollisionS }) => timeToCollisionS)),
      guidance,
      alerts,
    };
  }

  summary(): DriveSummary {
    return this.#recorder.summary();
  }

  #sensorsOf(frame: SampleFrame, motion: Motion): AssessedSensor[] {
    this.#watched ??= this.#profile.sensors.map((mount) => ({
      mount,
      track: new SensorTrack(frame.sensorAtMs),
      zone: noZone,
      shortFrames: 0,
    }));
    return this.#watched.map((watched) => assessWatched(watched, frame, motion));
  }

  #raise(risk: Omit<RaisedAlert, 'seq' | 'sensorAtMs' | 'speedMps'>, frame: SampleFrame, motion: Motion) {
    this.#alerts += 1;
    return { ...risk, seq: this.#alerts, sensorAtMs: frame.sensorAtMs, speedMps: motion.speedMps };
  }

  /** Nothing was known for a while: the bridge was cut off, or we were. */
  #gapBefore({ sensorAtMs }: SampleFrame): Risk[] {
    if (!this.#previous || sensorAtMs - this.#previous.atMs <= longestSilenceMs) return [];
    return [{ pattern: 'R7_SENSOR_DEGRADED', danger: 'CAUTION', sensorId: null, distanceCm: null }];
  }

  /** The acceleration is smoothed: speeds come in steps. */
  #motionOf(frame: SampleFrame): Motion {
    const speedMps = signedMps(frame);
    const elapsedS = this.#previous ? (frame.sensorAtMs - this.#previous.atMs) / 1_000 : 0;
    if (this.#previous && elapsedS > 0) {
      const gained = (Math.abs(speedMps) - Math.abs(this.#previous.speedMps)) / elapsedS;
      this.#accelerationMps2 += 0.2 * (gained - this.#accelerationMps2);
    }
    this.#previous = { atMs: frame.sensorAtMs, speedMps };
    return { speedMps, accelerationMps2: this.#accelerationMps2 };
  }
}

function assessWatched(watched: Watched, frame: SampleFrame, motion: Motion): AssessedSensor {
  const { mount, track } = watched;
  const rawCm = frame.distances[mount.sensorId];
  const measuredAtMs = frame.measuredAtMs?.[mount.sensorId] ?? frame.sensorAtMs;
  if (rawCm !== undefined) track.measure(measuredAtMs, rawCm, motion.speedMps);
  const tracked = track.read(frame.sensorAtMs);
  const assessed = assessSensor(mount, tracked, watched.zone, { frame, motion });
  watched.zone = assessed.zone;
  watched.shortFrames = collisionLevel(assessed.timeToCollisionS) === 'NONE' ? 0 : watched.shortFrames + 1;
  return { ...assessed, mount, tracked, isAhead: isAhead(mount, frame), shortFrames: watched.shortFrames };
}

const readingOf = ({ mount, tracked, danger }: AssessedSensor): Reading => ({
  sensorId: mount.sensorId,
  distanceCm: tracked.distanceCm === null ? null : Math.round(tracked.distanceCm * 10) / 10,
  isStale: tracked.isStale,
  danger,
});

function smallest(values: readonly (number | null)[]): number | null {
  let least: number | null = null;
  for (const value of values) if (value !== null && (least === null || value < least)) least = value;
  return least;
}
