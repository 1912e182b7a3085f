import { expect, it } from 'vitest';
import { isLive } from './is-live.ts';

const frame = (sensorAtMs: number, assessedAfterMs = 1) => {
  const receivedAtMs = sensorAtMs + 20;
  return { sensorAtMs, receivedAtMs, assessedAtMs: receivedAtMs + assessedAfterMs };
};

it.each([
  ['the first of all: it may have come long ago', frame(1_000), null, false],
  [
    'the one that is known, as a stream that is opened again begins with it',
    frame(1_000),
    frame(1_000),
    false,
  ],
  ['an older one, as of a process that lags', frame(980), frame(1_000), false],
  ['the next', frame(1_020), frame(1_000), true],
  ['one that was read back after minutes', frame(1_020, 180_000), frame(1_000), false],
  ['one that was read back after 5 s', frame(1_020, 5_000), frame(1_000), false],
  [
    'one that a server with a clock 5 s ahead, but for a moment, assessed',
    frame(1_020, 4_999),
    frame(1_000),
    true,
  ],
  ['one that a server with a clock that is behind assessed', frame(1_020, -4_999), frame(1_000), true],
])('%s', (_, told, known, live) => {
  expect(isLive(told, known)).toBe(live);
});
