import { describe, expect, it } from 'vitest';
import { frameAt, framesFrom } from '../testing/frames.ts';
import { sortFrames } from './frame-rules.ts';
import type { SampleFrame } from './sample-frame.ts';
import { standardProfile } from './standard-profile.ts';

const nowMs = 1_000_000_000;
const rules = {
  path: 'frames',
  profile: standardProfile,
  startedAtMs: nowMs - 60_000,
  nowMs,
  lastSensorAtMs: nowMs - 1_000,
  isKnown: (atMs: number) => atMs === nowMs - 1_000,
};
const sort = (...frames: SampleFrame[]) => sortFrames(frames, rules);
const fresh = (values: Partial<SampleFrame> = {}) => frameAt(nowMs - 500, values);

describe('a batch of frames', () => {
  it('parts what is new from what a retry repeats', () => {
    const frames = [frameAt(nowMs - 1_000), fresh()];
    expect(sort(...frames)).toEqual({ fresh: [fresh()], repeatedCount: 1 });
  });

  it.each<[string, SampleFrame[], string]>([
    ['no frame', [], 'frames'],
    ['too many', framesFrom(nowMs - 900, 101), 'frames'],
    ['NaN as time', [fresh({ sensorAtMs: NaN })], 'frames.0.sensorAtMs'],
    ['NaN as speed', [fresh({ speedMps: NaN })], 'frames.0.speedMps'],
    ['an impossible speed', [fresh({ speedMps: 61 })], 'frames.0.speedMps'],
    ['infinite steering', [fresh({ steeringRad: -Infinity })], 'frames.0.steeringRad'],
    ['a pedal beyond its end', [fresh({ brake: 1.1 })], 'frames.0.brake'],
    ['a place nowhere', [fresh({ xM: Infinity })], 'frames.0.xM'],
    ['NaN as distance', [fresh({ distances: { 'rear-left': NaN } })], 'frames.0.distances.rear-left'],
    ['a negative distance', [fresh({ distances: { 'rear-left': -1 } })], 'frames.0.distances.rear-left'],
    ['an unknown sensor', [fresh({ distances: { roof: 10 } })], 'frames.0.distances.roof'],
    ['the future', [frameAt(nowMs + 2_001)], 'frames.0.sensorAtMs'],
    ['the time before the session', [frameAt(nowMs - 60_000 - 600_001)], 'frames.0.sensorAtMs'],
    ['what is older than the last', [frameAt(nowMs - 1_500)], 'frames.0.sensorAtMs'],
    ['an order of its own', [fresh(), frameAt(nowMs - 600)], 'frames.1.sensorAtMs'],
    ['the same time twice', [fresh(), fresh()], 'frames.1.sensorAtMs'],
  ])('is refused for %s', (_, frames, field) => {
    expect(() => sort(...frames)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field }));
  });

  it('takes a clock that is two seconds ahead', () => {
    expect(sort(frameAt(nowMs + 2_000)).fresh).toHaveLength(1);
  });
});
