import type { DangerLevel } from './danger.ts';
import type { AssessedSensor } from './find-risks.ts';
import type { Slot } from './guidance.ts';
import type { RaisedAlert } from './moment.ts';
import type { Pose } from './pose.ts';
import type { AlertPattern } from './risk.ts';
import { type SampleFrame, signedMps } from './sample-frame.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

export interface SensorMinimum {
  readonly sensorId: string;
  readonly distanceCm: number;
  readonly sensorAtMs: number;
}

/** What the score is computed from: the whole drive in numbers. */
export interface DriveSummary {
  readonly frameCount: number;
  readonly durationS: number;
  /** Changes of direction, counted when the car moves the other way. */
  readonly shuntCount: number;
  readonly minimums: readonly SensorMinimum[];
  /** Seconds in motion while a sensor ahead said STOP. */
  readonly stopZoneS: number;
  readonly alertCounts: Readonly<Partial<Record<AlertPattern, number>>>;
  readonly hasContact: boolean;
  /** Last one that was named; null: none was found. */
  readonly slot: Slot | null;
  readonly endPose: Pose | null;
}

interface Recorded {
  readonly frame: SampleFrame;
  readonly pose: Pose;
  readonly sensors: readonly AssessedSensor[];
  readonly danger: DangerLevel;
  readonly alerts: readonly RaisedAlert[];
  readonly slot: Slot | null;
}

const movingMps = 0.05;
/** Nearer than this a sensor only says "too near". */
const blindCm = 20.5;
/** No brake takes this much within one cycle. */
const impactMps = 0.4;

/** Adds up a drive frame by frame, so that the end of a session reads nothing back. */
export class DriveRecorder {
  readonly #widthM: number;
  readonly #minimums = new Map<string, SensorMinimum>();
  readonly #alertCounts = new Map<AlertPattern, number>();
  #first: number | null = null;
  #lastAtMs = 0;
  #frameCount = 0;
  #direction = 0;
  #shuntCount = 0;
  #stopZoneS = 0;
  #blindWayM = 0;
  #hasContact = false;
  #lastSpeedMps = 0;
  #slot: Slot | null = null;
  #endPose: Pose | null = null;

  constructor({ widthM }: Pick<VehicleProfile, 'widthM'>) {
    this.#widthM = widthM;
  }

  record({ frame, pose, sensors, alerts, slot }: Recorded): void {
    const elapsedS = this.#first === null ? 0 : Math.min(1, (frame.sensorAtMs - this.#lastAtMs) / 1_000);
    this.#first ??= frame.sensorAtMs;
    this.#lastAtMs = frame.sensorAtMs;
    this.#frameCount += 1;
    this.#endPose = pose;
    if (slot) this.#slot = slot;
    this.#countShunts(frame);
    this.#keepMinimums(frame, sensors);
    this.#addExposure(frame, sensors, elapsedS);
    this.#watchImpact(frame, sensors, elapsedS);
    for (const { pattern } of alerts)
      this.#alertCounts.set(pattern, (this.#alertCounts.get(pattern) ?? 0) + 1);
  }

  summary(): DriveSummary {
    return {
      frameCount: this.#frameCount,
      durationS: this.#first === null ? 0 : (this.#lastAtMs - this.#first) / 1_000,
      shuntCount: this.#shuntCount,
      minimums: [...this.#minimums.values()],
      stopZoneS: this.#stopZoneS,
      alertCounts: Object.fromEntries(this.#alertCounts),
      hasContact: this.#hasContact,
      slot: this.#slot,
      endPose: this.#endPose,
    };
  }

  #countShunts(frame: SampleFrame): void {
    const movedMps = signedMps(frame);
    if (Math.abs(movedMps) < movingMps) return;
    const direction = Math.sign(movedMps);
    if (this.#direction !== 0 && direction !== this.#direction) this.#shuntCount += 1;
    this.#direction = direction;
  }

  #keepMinimums({ sensorAtMs }: SampleFrame, sensors: readonly AssessedSensor[]): void {
    for (const { mount, tracked } of sensors) {
      const { distanceCm } = tracked;
      const { sensorId } = mount;
      if (distanceCm !== null && distanceCm < (this.#minimums.get(sensorId)?.distanceCm ?? Infinity))
        this.#minimums.set(sensorId, { sensorId, distanceCm, sensorAtMs });
    }
  }

  #addExposure(frame: SampleFrame, sensors: readonly AssessedSensor[], elapsedS: number): void {
    const speedMps = Math.abs(signedMps(frame));
    if (speedMps < movingMps) return;
    const ahead = sensors.filter(({ isAhead }) => isAhead);
    if (ahead.some(({ danger }) => danger === 'STOP')) this.#stopZoneS += elapsedS;
    this.#watchBlindWay(ahead, speedMps * elapsedS);
  }

  /** A car that loses so much speed in one cycle was stopped by what it stands against. */
  #watchImpact(frame: SampleFrame, sensors: readonly AssessedSensor[], elapsedS: number): void {
    const lostMps = Math.abs(this.#lastSpeedMps) - Math.abs(signedMps(frame));
    this.#lastSpeedMps = signedMps(frame);
    const isTouching = sensors.some(({ tracked }) => (tracked.distanceCm ?? Infinity) <= blindCm);
    if (isTouching && elapsedS < 0.1 && lostMps > impactMps) this.#hasContact = true;
  }

  /** Going on for longer than what a blind sensor last measured can only end at the obstacle. */
  #watchBlindWay(ahead: readonly AssessedSensor[], wayM: number): void {
    const isBlind = ahead.some(
      ({ mount, tracked }) =>
        Math.abs(mount.yM) < this.#widthM / 4 && (tracked.distanceCm ?? Infinity) <= blindCm,
    );
    this.#blindWayM = isBlind ? this.#blindWayM + wayM : 0;
    if (this.#blindWayM * 100 > blindCm) this.#hasContact = true;
  }
}
