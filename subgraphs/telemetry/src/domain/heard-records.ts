import type { SampleFrame } from './sample-frame.ts';
import type { SensorRecord } from './sensor-record.ts';

/** Sensors fire in groups: what comes within one scan cycle, in milliseconds, belongs together. */
const windowMs = 40;
/** Windows that are remembered, to know a retry: a minute. */
const rememberedWindows = 1_500;

/** Number of the scan cycle that a time belongs to. */
export const windowOf = (atMs: number): number => Math.floor(atMs / windowMs);

/** What was heard of each sensor in one session. The same frames make it the same again. */
export class HeardRecords {
  #latest: SampleFrame | null = null;
  readonly #lastMs = new Map<string, number>();
  readonly #windows = new Map<number, Map<string, number>>();

  /** The newest frame; null before the first. */
  get latest(): SampleFrame | null {
    return this.#latest;
  }

  hear(frame: SampleFrame): void {
    this.#latest = frame;
    for (const sensorId of Object.keys(frame.distances))
      this.#lastMs.set(sensorId, frame.measuredAtMs?.[sensorId] ?? frame.sensorAtMs);
    for (const [sensorId, atMs] of Object.entries(frame.measuredAtMs ?? {})) this.#remember(sensorId, atMs);
  }

  /** The sensor was heard at this time, or later in the same scan cycle. */
  isRepeated({ sensor_id, timestamp }: SensorRecord): boolean {
    if (this.#lastMs.get(sensor_id) === timestamp) return true;
    return timestamp <= (this.#windows.get(windowOf(timestamp))?.get(sensor_id) ?? -Infinity);
  }

  isOutOfOrder({ sensor_id, timestamp }: SensorRecord): boolean {
    return timestamp < (this.#lastMs.get(sensor_id) ?? -Infinity);
  }

  #remember(sensorId: string, atMs: number): void {
    const key = windowOf(atMs);
    const window = this.#windows.get(key) ?? new Map<string, number>();
    this.#windows.set(key, window.set(sensorId, atMs));
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > rememberedWindows && oldest !== undefined) this.#windows.delete(oldest);
  }
}
