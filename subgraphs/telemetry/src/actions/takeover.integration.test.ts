import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { RedisBus } from '@moim/kit/live/redis-bus.ts';
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
import { followParkingAlerts } from './follow-parking-alerts.ts';
import { followParkingFrames } from './follow-parking-frames.ts';
import { ingestSamples } from './ingest-samples.ts';
import { findLiveSession } from './live-sessions.ts';
import { sampleWriterOf } from './sample-writer.ts';

/** What becomes of a running session when the process that takes its samples in is killed: ADR 0025. */

let stage: Stage;
let redis: TestRedis;
const links = new Map<Services, RedisLink>();
let driver: Viewer;
let session: ParkingSession;

beforeAll(async () => {
  [stage, redis] = await Promise.all([openStage(), startTestRedis()]);
});
afterAll(async () => {
  await Promise.all([...links.values()].map((link) => link.close()));
  await Promise.all([stage.close(), redis.close()]);
});
beforeEach(async () => {
  driver = member();
  session = await stage.park(driver);
  stage.clock.nowMs += 5_000; // all that is measured is measured by then
});

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

async function startProcess(): Promise<Services> {
  const link = await RedisLink.open({ url: redis.url, log });
  const services = { ...stage.restart(), bus: new RedisBus({ link, prefix: 'moim', log }) };
  links.set(services, link);
  return services;
}

/** Nothing that it holds in memory reaches anybody any more. */
async function kill(services: Services): Promise<void> {
  await links.get(services)?.close();
  links.delete(services);
}

/** From now on it never gets to storing what it has told. */
function neverStore(services: Services): void {
  sampleWriterOf(services).flush = () => Promise.resolve();
}

/** Backs towards something, again and again, from the `first` frame on. */
const backing = (first: number, count: number): SampleFrame[] =>
  framesFrom(session.startedAt.getTime() + first * 20, count, (index) => ({
    ...{ gear: 'R', speedMps: 1, steeringRad: 0.1 / 3, brake: null },
    distances: { 'rear-mid-left': 130 - (((first + index) * 7) % 110) },
  }));
const ingest = (services: Services, frames: readonly SampleFrame[]) =>
  ingestSamples(services, driver, { sessionId: session.id, frames });
const coachOf = async (services: Services) => (await findLiveSession(services, session.id))?.coach.summary();

/** What one process that lives would have made of the frames. */
function alone(frames: readonly SampleFrame[]) {
  const coach = createCoach(standardProfile);
  const alerts = frames.flatMap((frame) => coach.assess(frame).alerts);
  const numbered = alerts.map(({ seq, pattern, sensorAtMs }) => ({ seq, pattern, sensorAtMs }));
  return { alerts: numbered, summary: coach.summary() };
}

const storedAlerts = () =>
  stage.rows(
    `select seq, pattern, sensor_at_ms as "sensorAtMs" from telemetry.parking_alerts
     where session_id = $1 order by seq`,
    [session.id],
  );

describe('a session whose process is killed', () => {
  it('is coached on by one that has shown it, as if nothing had happened', async () => {
    const [dying, heir] = [await startProcess(), await startProcess()];
    const gauges = await followParkingFrames(heir, {
      ...{ watcher: watcherOf(driver), sessionId: session.id, afterSensorAtMs: null },
    });
    const watching = { watcher: watcherOf(driver), sessionId: session.id };
    const alerts = await followParkingAlerts(heir, { ...watching, afterSeq: 0, random: () => 0 });
    await ingest(dying, backing(0, 30));
    await sampleWriterOf(dying).flush();
    neverStore(dying);
    await ingest(dying, backing(30, 10));
    await vi.waitFor(async () => expect(await coachOf(heir)).toEqual(alone(backing(0, 40)).summary));
    await kill(dying);

    await ingest(heir, backing(40, 60));
    expect(await coachOf(heir)).toEqual(alone(backing(0, 100)).summary);
    const expected = alone(backing(0, 100)).alerts;
    const told: unknown[] = [];
    while (told.length < expected.length) {
      const { value } = await alerts.next();
      told.push({ seq: value?.seq, pattern: value?.pattern, sensorAtMs: value?.sensorAtMs });
    }
    expect(told).toEqual(expected);
    await Promise.all([gauges.return?.(), alerts.return?.()]);
  });

  it('is coached on by one that has never heard of it, without what had not been stored', async () => {
    const [dying, heir] = [await startProcess(), await startProcess()];
    await ingest(dying, backing(0, 30));
    await sampleWriterOf(dying).flush();
    neverStore(dying);
    await ingest(dying, backing(30, 5));
    await kill(dying);

    await ingest(heir, backing(35, 65));
    const expected = alone([...backing(0, 30), ...backing(35, 65)]);
    expect(await coachOf(heir)).toEqual(expected.summary);
    await sampleWriterOf(heir).flush();
    expect(await storedAlerts()).toEqual(expected.alerts);
  });

  it('is whole again when the bridge repeats its last second, and nothing counts twice', async () => {
    const [dying, heir] = [await startProcess(), await startProcess()];
    await ingest(dying, backing(0, 30));
    await sampleWriterOf(dying).flush();
    neverStore(dying);
    await ingest(dying, backing(30, 10));
    await kill(dying);

    expect(await ingest(heir, backing(20, 50))).toEqual({ acceptedCount: 40, repeatedCount: 10 });
    const expected = alone(backing(0, 70));
    expect(await coachOf(heir)).toEqual(expected.summary);
    await sampleWriterOf(heir).flush();
    expect(await storedAlerts()).toEqual(expected.alerts);
  });

  it('costs its successor three reads, and nothing else, before the first batch is assessed', async () => {
    const [dying, heir] = [await startProcess(), await startProcess()];
    await ingest(dying, backing(0, 100));
    await sampleWriterOf(dying).flush();
    await kill(dying);
    stage.statements();
    stage.storage.isAway = true; // whatever is told now is told before anything is written
    try {
      await ingest(heir, backing(100, 1));
    } finally {
      stage.storage.isAway = false;
    }
    expect(await coachOf(heir)).toEqual(alone(backing(0, 101)).summary);
    expect(stage.statements()).toMatchInlineSnapshot(`
      [
        "telemetry.findAnySession",
        "telemetry.findLastAlertSeq",
        "telemetry.findFramesAfter",
      ]
    `);
  });
});
