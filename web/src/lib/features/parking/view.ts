import type { Echo } from './echo-map.ts';
import type { CarProfile, LiveFrame, LiveReading, SensorMount } from './live-frame.ts';
import type { Palette } from './palette.ts';

export interface View {
  readonly frame: LiveFrame;
  readonly profile: CarProfile;
  readonly echoes: readonly Echo[];
  readonly palette: Palette;
  /** Nothing arrives: what is shown was true a moment ago. */
  readonly isSilent: boolean;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export function readingOf({ frame }: View, { sensorId }: SensorMount): LiveReading | undefined {
  return frame.readings.find((reading) => reading.sensorId === sensorId);
}
