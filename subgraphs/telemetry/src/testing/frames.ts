import type { SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';

/** Every sensor without an echo. */
const nothingNear: Readonly<Record<string, null>> = Object.fromEntries(
  standardProfile.sensors.map(({ sensorId }) => [sensorId, null]),
);

/** A car that stands in D with nothing around, changed by `values`. */
export function frameAt(sensorAtMs: number, values: Partial<SampleFrame> = {}): SampleFrame {
  const { distances = {}, ...rest } = values;
  return {
    sensorAtMs,
    speedMps: 0,
    steeringRad: 0,
    gear: 'D',
    ...rest,
    distances: { ...nothingNear, ...distances },
  };
}

/** `count` frames at 50 a second. */
export const framesFrom = (
  startMs: number,
  count: number,
  values: (index: number) => Partial<SampleFrame> = () => ({}),
): SampleFrame[] => Array.from({ length: count }, (_, index) => frameAt(startMs + index * 20, values(index)));
