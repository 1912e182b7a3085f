import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { gears, type SampleFrame } from './sample-frame.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** Most frames of one batch: two seconds at 50 a second. */
export const maxFrames = 100;
/** A sensor's clock may be ahead of ours by this. */
const aheadMs = 2_000;
/** A bridge may play back what was recorded before it got through. */
const beforeStartMs = 600_000;

/** What the frames of a batch are held against. */
export interface FrameRules {
  /** Path of the frames in the request, e.g. `frames`. */
  readonly path: string;
  readonly profile: Pick<VehicleProfile, 'sensors'>;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** Of the last frame that was taken in; null before the first. */
  readonly lastSensorAtMs: number | null;
  /** True for the time of a frame that was taken in before. */
  readonly isKnown: (sensorAtMs: number) => boolean;
}

export interface SortedFrames {
  readonly fresh: readonly SampleFrame[];
  /** Sent again by a retry: counted, not taken in twice. */
  readonly repeatedCount: number;
}

/**
 * Parts fresh frames from repeated ones; all or nothing.
 *
 * @throws {InvalidInputError} naming the field, e.g. `frames.3.distances.rear-left`
 */
export function sortFrames(frames: readonly SampleFrame[], rules: FrameRules): SortedFrames {
  if (frames.length === 0) throw new InvalidInputError(rules.path, 'Send at least one frame.');
  if (frames.length > maxFrames)
    throw new InvalidInputError(rules.path, `A batch has at most ${maxFrames} frames.`);
  const sensorIds = new Set(rules.profile.sensors.map(({ sensorId }) => sensorId));
  const fresh: SampleFrame[] = [];
  let lastMs = rules.lastSensorAtMs;
  for (const [index, frame] of frames.entries()) {
    const field = `${rules.path}.${index}`;
    checkValues(frame, field, sensorIds);
    const timeField = `${field}.sensorAtMs`;
    checkTime(frame.sensorAtMs, timeField, rules);
    if (rules.isKnown(frame.sensorAtMs)) continue;
    if (lastMs !== null && frame.sensorAtMs <= lastMs)
      throw new InvalidInputError(timeField, 'Frames come in the order of their time.');
    lastMs = frame.sensorAtMs;
    fresh.push(frame);
  }
  return { fresh, repeatedCount: frames.length - fresh.length };
}

/** True for a time later than any frame that is taken in now can have. */
export const isFromFuture = (sensorAtMs: number, nowMs: number): boolean => sensorAtMs > nowMs + aheadMs;

/** @throws {InvalidInputError} for a time in the future, and for one from before the session */
export function checkTime(
  sensorAtMs: number,
  field: string,
  { startedAtMs, nowMs }: Pick<FrameRules, 'startedAtMs' | 'nowMs'>,
): void {
  if (isFromFuture(sensorAtMs, nowMs))
    throw new InvalidInputError(field, 'This is in the future: set the clock of the sensors.');
  if (sensorAtMs < startedAtMs - beforeStartMs)
    throw new InvalidInputError(field, 'This is from before the session.');
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const instantRange: Range = { min: 0, max: 8.64e15 };
const speedRange: Range = { min: -60, max: 60 };
const steeringRange: Range = { min: -1.5, max: 1.5 };
const pedalRange: Range = { min: 0, max: 1 };
const placeRange: Range = { min: -1e6, max: 1e6 };
const headingRange: Range = { min: -1e4, max: 1e4 };
const distanceRange: Range = { min: 0, max: 1_000 };

function checkValues(frame: SampleFrame, field: string, sensorIds: ReadonlySet<string>): void {
  checkNumber(frame.sensorAtMs, `${field}.sensorAtMs`, instantRange);
  checkNumber(frame.speedMps, `${field}.speedMps`, speedRange);
  checkNumber(frame.steeringRad, `${field}.steeringRad`, steeringRange);
  if (!gears.includes(frame.gear)) throw new InvalidInputError(`${field}.gear`, 'P, R, N or D.');
  checkOptional(frame.brake, `${field}.brake`, pedalRange);
  checkOptional(frame.throttle, `${field}.throttle`, pedalRange);
  checkOptional(frame.xM, `${field}.xM`, placeRange);
  checkOptional(frame.yM, `${field}.yM`, placeRange);
  checkOptional(frame.headingRad, `${field}.headingRad`, headingRange);
  for (const [sensorId, distanceCm] of Object.entries(frame.distances)) {
    const name = `${field}.distances.${sensorId.slice(0, 40)}`;
    if (!sensorIds.has(sensorId)) throw new InvalidInputError(name, 'The vehicle has no such sensor.');
    checkOptional(distanceCm, name, distanceRange);
  }
}

function checkOptional(value: number | null | undefined, field: string, range: Range): void {
  if (value != null) checkNumber(value, field, range);
}

function checkNumber(value: number, field: string, { min, max }: Range): void {
  if (!Number.isFinite(value)) throw new InvalidInputError(field, 'A finite number is wanted.');
  if (value < min || value > max) throw new InvalidInputError(field, `From ${min} to ${max}.`);
}

/** A session that is over takes in no more samples, and ends once. */
export class SessionOverError extends ConflictError {
  /** `field` is where the request names the session. */
  constructor(field: string) {
    super('This parking session is over.', field);
  }
}
