import { describe, expect, it } from 'vitest';
import { frameAt } from '../testing/frames.ts';
import { createCoach } from './coach.ts';
import { HeardRecords } from './heard-records.ts';
import { joinRecords } from './join-records.ts';
import type { SampleFrame } from './sample-frame.ts';
import type { SensorRecord } from './sensor-record.ts';
import { standardProfile } from './standard-profile.ts';

const t0 = 1_795_000_000_000;
const record = (sensor_id: string, atMs: number, distance: number | null = 90): SensorRecord => ({
  sensor_id,
  distance,
  timestamp: t0 + atMs,
});

/** A session that takes in one request after the other. */
function session() {
  const [coach, heard] = [createCoach(standardProfile), new HeardRecords()];
  const frames: SampleFrame[] = [];
  const take = (frame: SampleFrame) => {
    frames.push(frame);
    heard.hear(frame);
    return coach.assess(frame);
  };
  const post = (...records: SensorRecord[]) => {
    const joined = joinRecords(records, heard);
    return { moments: joined.frames.map(take), repeatedCount: joined.repeatedCount };
  };
  return { frames, take, post };
}

describe('records of several requests', () => {
  it.each([0, 12, 39, 120])('of two boxes, one %i ms behind, are all taken in, in order', (lateMs) => {
    const { frames, post } = session();
    for (let cycle = 0; cycle < 20; cycle += 1)
      for (const one of [record('rear-left', cycle * 40), record('rear-right', cycle * 40 - lateMs, 80)]) {
        const { moments, repeatedCount } = post(one);
        expect([moments.length, repeatedCount]).toEqual([1, 0]);
      }
    const micros = frames.map(({ sensorAtMs }) => Math.round(sensorAtMs * 1_000));
    expect(micros).toEqual([...new Set(micros)].toSorted((a, b) => a - b));
    const readings = post(record('rear-left', 800)).moments[0]?.readings;
    expect(readings).toContainEqual(expect.objectContaining({ sensorId: 'rear-left', distanceCm: 90 }));
    expect(readings?.find(({ sensorId }) => sensorId === 'rear-right')).toMatchObject({
      distanceCm: 80,
      isStale: false,
    });
  });

  it('are followed by when they were measured, however late they come', () => {
    const { post } = session();
    const closing = (index: number) => record('rear-right', index * 40, 90 - index);
    post(record('rear-left', 200));
    // 1 cm each 40 ms: 0.25 m/s, not centimetres within microseconds.
    const { moments } = post(...[0, 1, 2, 3, 4, 5].map(closing));
    expect(moments).toHaveLength(6);
    for (const { timeToCollisionS } of moments) expect(timeToCollisionS ?? Infinity).toBeGreaterThan(3);
  });

  it('count once when they are repeated, alone and in one request', () => {
    const { post } = session();
    const first = record('rear-left', 0);
    expect(post(first, first)).toMatchObject({ repeatedCount: 1, moments: [{ seq: 1 }] });
    expect(post(first)).toEqual({ repeatedCount: 1, moments: [] });
    expect(post(first, record('rear-right', 0))).toMatchObject({ repeatedCount: 1, moments: [{ seq: 2 }] });
    post(record('rear-left', 400));
    expect(post(first)).toEqual({ repeatedCount: 1, moments: [] });
  });

  it('are refused when the sensor itself has told of a later cycle', () => {
    const { post } = session();
    post(record('rear-left', 400));
    const attempt = () => post(record('rear-right', 0), record('rear-left', 0));
    expect(attempt).toThrow(expect.objectContaining({ field: 'records.1.timestamp' }));
  });

  it.each([
    [200, false],
    [201, true],
  ])('leave a sensor that is silent for %i ms stale: %s', (silentMs, isStale) => {
    const { post } = session();
    post(record('rear-left', 0));
    post(record('rear-right', 0));
    const [moment] = post(record('rear-left', silentMs)).moments;
    expect(moment?.readings.find(({ sensorId }) => sensorId === 'rear-right')?.isStale).toBe(isStale);
  });

  it('join the motion of the frame whose moment they belong to', () => {
    const { take, post, frames } = session();
    const { distances, ...frame } = frameAt(t0, { gear: 'R', speedMps: -1 });
    const { 'rear-left': _absent, ...others } = distances;
    take({ ...frame, distances: others });
    post(record('rear-left', -5));
    post(record('rear-left', 20));
    expect(frames.map(({ gear, speedMps }) => [gear, speedMps])).toEqual([
      ['R', -1],
      ['R', -1],
      ['N', 0],
    ]);
  });
});
