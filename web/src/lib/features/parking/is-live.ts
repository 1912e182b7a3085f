import type { LiveFrame } from './live-frame.ts';

/** Milliseconds between coming in and being assessed of a frame that was read back; clocks of servers differ by less. */
const readBackAfterMs = 5_000;

type Told = Pick<LiveFrame, 'sensorAtMs' | 'receivedAtMs' | 'assessedAtMs'>;

/**
 * Whether a frame shows that the car speaks now. A stream begins with the newest frame, however old it is: the first of
 * all, one that is known and one that was read back from storage say only how things stood. By no clock of ours, which
 * may be wrong.
 */
export function isLive(frame: Told, known: Told | null): boolean {
  const isNewer = known !== null && frame.sensorAtMs > known.sensorAtMs;
  return isNewer && frame.assessedAtMs - frame.receivedAtMs < readBackAfterMs;
}
