import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { SampleFrame } from './sample-frame.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** One distance of one sensor, as simple sensor boxes send it. */
export interface SensorRecord {
  readonly sensor_id: string;
  /** Centimetres; null: no echo. */
  readonly distance: number | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Sensors fire in groups: what comes within one scan cycle belongs together. */
const windowMs = 40;

/**
 * Joins records into frames by time windows of 40 ms, in the order of time; of several of one sensor
 * the latest counts. A sensor that is absent was not measured. Nothing is known of the car's motion.
 */
export function joinRecords(records: readonly SensorRecord[]): SampleFrame[] {
  const windows = new Map<number, SensorRecord[]>();
  for (const record of records.toSorted((a, b) => a.timestamp - b.timestamp)) {
    const key = Math.floor(record.timestamp / windowMs);
    const joined = windows.get(key) ?? [];
    windows.set(key, joined);
    joined.push(record);
  }
  return [...windows.values()].map(frameOf);
}

const frameOf = (records: readonly SensorRecord[]): SampleFrame => ({
  sensorAtMs: Math.max(...records.map(({ timestamp }) => timestamp)),
  speedMps: 0,
  steeringRad: 0,
  gear: 'N',
  distances: Object.fromEntries(records.map(({ sensor_id, distance }) => [sensor_id, distance])),
});

/** @throws {InvalidInputError} naming the record and its field, e.g. `records.3.sensor_id` */
export function checkRecords(
  records: readonly SensorRecord[],
  { sensors }: Pick<VehicleProfile, 'sensors'>,
): void {
  const known = new Set(sensors.map(({ sensorId }) => sensorId));
  for (const [index, { sensor_id, distance, timestamp }] of records.entries()) {
    const refuse = (field: keyof SensorRecord, message: string) => {
      throw new InvalidInputError(`records.${index}.${field}`, message);
    };
    if (!known.has(sensor_id)) refuse('sensor_id', 'The vehicle has no such sensor.');
    if (distance !== null && !(distance >= 0 && distance <= 1_000)) refuse('distance', 'From 0 to 1000 cm.');
    if (!Number.isFinite(timestamp)) refuse('timestamp', 'Milliseconds since the epoch.');
  }
}
