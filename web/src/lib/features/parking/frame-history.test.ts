import { expect, it } from 'vitest';
import { FrameHistory } from './frame-history.ts';
import type { LiveFrame } from './live-frame.ts';

const frame = (atMs: number, nearestCm: number | null): LiveFrame => ({
  ...{ __typename: 'ParkingFrame', seq: 1, speedMps: 0, steeringRad: 0, gear: 'R', pose: null, readings: [] },
  ...{ danger: 'NONE', guidance: null, receivedAtMs: atMs, assessedAtMs: atMs, sensorAtMs: atMs, nearestCm },
});

it('keeps the nearest of each quarter of a second', () => {
  const history = new FrameHistory();
  for (const [atMs, cm] of [
    [1_000, 90],
    [1_020, 70],
    [1_040, 80],
    [1_250, null],
    [1_270, 60],
  ] as const)
    history.add(frame(atMs, cm));
  expect(history.points.map(({ atS, nearestCm }) => [atS, nearestCm])).toEqual([
    [0, 70],
    [0.25, 60],
  ]);
});
