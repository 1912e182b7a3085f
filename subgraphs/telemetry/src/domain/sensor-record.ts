/** One distance of one sensor, as simple sensor boxes send it. */
export interface SensorRecord {
  readonly sensor_id: string;
  /** Centimetres; null: no echo. */
  readonly distance: number | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}
