import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { RedisBus } from '@moim/kit/live/redis-bus.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { RedisLink } from '@moim/kit/redis/redis-link.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { startTestRedis, type TestRedis } from '@moim/kit/testing/redis-server.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCoach } from '../domain/coach.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';
import { watcherOf } from '../domain/watcher.ts';
import { framesFrom } from '../testing/frames.ts';
import { member, openStage, type Stage } from '../testing/stage.ts';
import { finishParking } from './finish-parking.ts';
import { followParkingAlerts } from './follow-parking-alerts.ts';
import { followParkingFrames } from './follow-parking-frames.ts';
import { frameMessage, parseFrameMessage } from './frame-message.ts';
import { ingestSamples } from './ingest-samples.ts';
import { findLiveSession } from './live-sessions.ts';
import { sampleWriterOf } from './sample-writer.ts';

let stage: Stage;
let redis: TestRedis;
const links: RedisLink[] = [];
let one: Services;
let two: Services;
let driver: Viewer;
let session: ParkingSession;

beforeAll(async () => {
  [stage, redis] = await Promise.all([openStage(), startTestRedis()]);
  one = await processOf(stage.services);
  two = await processOf(stage.restart());
});
afterAll(async () => {
  await Promise.all(links.map((link) => link.close()));
  await Promise.all([stage.close(), redis.close()]);
});
beforeEach(async () => {
  driver = member();
  session = await stage.park(driver);
  stage.clock.nowMs += 5_000; // all that is measured is measured by then
});

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

/** A process of telemetry with a connection of its own to the one Redis. */
async function processOf(services: Services): Promise<Services> {
  const link = await RedisLink.open({ url: redis.url, log });
  links.push(link);
  return { ...services, bus: new RedisBus({ link, prefix: 'moim', log }) };
}

const startMs = () => session.startedAt.getTime();
/** Backs towards something, again and again, from the `first` frame on. */
const backing = (first: number, count: number): SampleFrame[] =>
  framesFrom(startMs() + first * 20, count, (index) => ({
    ...{ gear: 'R', speedMps: 1, steeringRad: 0.1 / 3, brake: null },
    distances: { 'rear-mid-left': 130 - (((first + index) * 7) % 110) },
  }));
const ingest = (services: Services, frames: readonly SampleFrame[]) =>
  ingestSamples(services, driver, { sessionId: session.id, frames });
const coachOf = async (services: Services) => (await findLiveSession(services, session.id))?.coach.summary();

/** What one process would have made of all of them. */
function alone(frames: readonly SampleFrame[]) {
  const coach = createCoach(standardProfile);
  const alerts = frames.flatMap((frame) => coach.assess(frame).alerts);
  return { alerts: alerts.map(({ seq, pattern, sensorAtMs }) => ({ seq, pattern, sensorAtMs })), coach };
}

const storedAlerts = async () => {
  for (const services of [one, two]) await sampleWriterOf(services).flush();
  return stage.rows(
    `select seq, pattern, sensor_at_ms as "sensorAtMs" from telemetry.parking_alerts
     where session_id = $1 order by seq`,
    [session.id],
  );
};

describe('a frame on the bus', () => {
  it('is the same frame again, and fits however many digits it has', () => {
    const third = 1 / 3;
    const frame: SampleFrame = {
      ...{ sensorAtMs: startMs() + third, speedMps: -third, steeringRad: third, gear: 'R' },
      ...{ brake: third, throttle: null, xM: -100 * third, yM: 100 * third, headingRad: -third },
      distances: Object.fromEntries(standardProfile.sensors.map(({ sensorId }) => [sensorId, 100 * third])),
      measuredAtMs: Object.fromEntries(
        standardProfile.sensors.map(({ sensorId }) => [sensorId, startMs() + third]),
      ),
    };
    const told = { by: session.id, seq: 123_456, receivedAtMs: startMs(), frame };
    const message = frameMessage(told);
    expect(parseFrameMessage(message)).toEqual(told);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(1_024);
    const sparse = { ...frame, distances: { 'rear-left': null, 'left-rear': 1 }, measuredAtMs: undefined };
    expect(parseFrameMessage(frameMessage({ ...told, frame: sparse }))?.frame).toEqual(sparse);
    expect(parseFrameMessage({})).toBeNull();
    expect(parseFrameMessage({ ...message, frame: '[]' })).toBeNull();
  });
});

describe('two processes', () => {
  const follow = (services: Services) =>
    followParkingFrames(services, {
      ...{ watcher: watcherOf(driver), sessionId: session.id, afterSensorAtMs: null },
    });

  it('show the gauges of what the other takes in', async () => {
    const gauges = await follow(two);
    const next = gauges.next();
    await ingest(one, backing(0, 10));
    await next;
    await vi.waitFor(async () => expect(await coachOf(two)).toEqual(alone(backing(0, 10)).coach.summary()));
    await gauges.return?.();
  });

  it('tell the alerts of what the other takes in, before they are stored', async () => {
    const watching = { watcher: watcherOf(driver), sessionId: session.id };
    const alerts = await followParkingAlerts(two, { ...watching, afterSeq: 0, random: () => 0 });
    stage.storage.isAway = true;
    try {
      await ingest(one, backing(0, 20));
      expect((await alerts.next()).value).toMatchObject({ seq: 1, sessionId: session.id });
    } finally {
      stage.storage.isAway = false;
      await sampleWriterOf(one).flush();
    }
    await alerts.return?.();
  });

  it('may take turns with the samples: it comes to what one would have made of them', async () => {
    const gauges = await follow(two);
    for (let first = 0; first < 100; first += 5) {
      const to = first % 10 === 0 ? one : two;
      await ingest(to, backing(first, 5));
      const heard = alone(backing(0, first + 5)).coach.summary();
      await vi.waitFor(async () => expect([await coachOf(one), await coachOf(two)]).toEqual([heard, heard]));
    }
    const { alerts } = alone(backing(0, 100));
    expect(alerts.length).toBeGreaterThan(3);
    expect(await storedAlerts()).toEqual(alerts);
    await gauges.return?.();
  });

  it('make up from storage for what the bus lost, before they take in more', async () => {
    const gauges = await follow(two);
    await ingest(one, backing(0, 10));
    await vi.waitFor(async () => expect(await coachOf(two)).toEqual(await coachOf(one)));
    const deaf = { ...one, bus: new MemoryBus(log) };
    await ingest(deaf, backing(10, 50));
    await ingest(one, backing(60, 1));
    await vi.waitFor(async () => expect((await findLiveSession(two, session.id))?.isBehind).toBe(true));
    await sampleWriterOf(one).flush();
    await ingest(two, backing(61, 39));
    expect(await coachOf(two)).toEqual(alone(backing(0, 100)).coach.summary());
    expect(await storedAlerts()).toEqual(alone(backing(0, 100)).alerts);
    expect((await gauges.next()).done).toBe(false); // still shown, by the session that was built up anew
    await gauges.return?.();
  });

  it('both end with the session', async () => {
    const gauges = await follow(two);
    await ingest(one, backing(0, 10));
    await gauges.next();
    await sampleWriterOf(one).flush();
    await finishParking(one, driver, { sessionId: session.id });
    for (let result = await gauges.next(); !result.done; result = await gauges.next());
    expect(await findLiveSession(two, session.id)).toBeNull();
    await expect(ingest(two, backing(10, 1))).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
