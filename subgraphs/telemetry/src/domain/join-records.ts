import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { checkTime, type FrameRules, maxFrames } from './frame-rules.ts';
import { type HeardRecords, windowOf } from './heard-records.ts';
import type { SampleFrame } from './sample-frame.ts';
import type { SensorRecord } from './sensor-record.ts';

export interface JoinedRecords {
  /** In the order of time, each later than the newest that was heard. */
  readonly frames: readonly SampleFrame[];
  /** Records that had been taken in before. */
  readonly repeatedCount: number;
}

/**
 * Joins records into frames by scan cycles of 40 ms, in the order of time; of several of one sensor the
 * latest counts. Boxes post apart from each other: a record that is no later than the newest frame joins
 * that moment, in a frame one microsecond after it, so nobody waits for anybody. A sensor that is absent
 * was not measured; when it was is told by `measuredAtMs`.
 *
 * @throws {InvalidInputError} for a record older than the last of its own sensor; too many frames
 */
export function joinRecords(records: readonly SensorRecord[], heard: HeardRecords): JoinedRecords {
  const sent = new Set<string>();
  const fresh = records.filter((record, index) => {
    const key = `${record.sensor_id}@${record.timestamp}`;
    if (sent.has(key) || heard.isRepeated(record)) return false;
    if (heard.isOutOfOrder(record))
      throw new InvalidInputError(`records.${index}.timestamp`, 'Records of a sensor come in order of time.');
    return sent.add(key);
  });
  const frames: SampleFrame[] = [];
  for (const joined of windowsOf(fresh)) frames.push(frameOf(joined, frames.at(-1) ?? heard.latest));
  if (frames.length > maxFrames)
    throw new InvalidInputError('records', `A batch has at most ${maxFrames} scan cycles.`);
  return { frames, repeatedCount: records.length - fresh.length };
}

function windowsOf(records: readonly SensorRecord[]): Iterable<SensorRecord[]> {
  const sorted = records.toSorted((a, b) => a.timestamp - b.timestamp);
  return Map.groupBy(sorted, ({ timestamp }) => windowOf(timestamp)).values();
}

/** Nothing is known of the car's motion, except in a moment that a frame has told of. */
const standing = { speedMps: 0, steeringRad: 0, gear: 'N' } as const;

function frameOf(records: readonly SensorRecord[], latest: SampleFrame | null): SampleFrame {
  const sensorAtMs = Math.max(...records.map(({ timestamp }) => timestamp));
  const measured = {
    distances: Object.fromEntries(records.map(({ sensor_id, distance }) => [sensor_id, distance])),
    measuredAtMs: Object.fromEntries(records.map(({ sensor_id, timestamp }) => [sensor_id, timestamp])),
  };
  if (latest === null || toMicros(sensorAtMs) > toMicros(latest.sensorAtMs))
    return { sensorAtMs, ...standing, ...measured };
  return { ...latest, ...measured, sensorAtMs: (toMicros(latest.sensorAtMs) + 1) / 1_000 };
}

/** Frames are told apart by microseconds. */
const toMicros = (atMs: number): number => Math.round(atMs * 1_000);

type RecordRules = Pick<FrameRules, 'profile' | 'startedAtMs' | 'nowMs'>;

/** @throws {InvalidInputError} naming the record and its field, e.g. `records.3.sensor_id` */
export function checkRecords(records: readonly SensorRecord[], rules: RecordRules): void {
  const known = new Set(rules.profile.sensors.map(({ sensorId }) => sensorId));
  for (const [index, { sensor_id, distance, timestamp }] of records.entries()) {
    const refuse = (field: keyof SensorRecord, message: string) => {
      throw new InvalidInputError(`records.${index}.${field}`, message);
    };
    if (!known.has(sensor_id)) refuse('sensor_id', 'The vehicle has no such sensor.');
    if (distance !== null && !(distance >= 0 && distance <= 1_000)) refuse('distance', 'From 0 to 1000 cm.');
    if (!Number.isFinite(timestamp)) refuse('timestamp', 'Milliseconds since the epoch.');
    checkTime(timestamp, `records.${index}.timestamp`, rules);
  }
}
