import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';
import { watcherOf } from '../domain/watcher.ts';
import { heardAlone, Manoeuvre, openProcesses, type Processes } from '../testing/processes.ts';
import type { Stage } from '../testing/stage.ts';
import { finishParking } from './finish-parking.ts';
import { followParkingAlerts } from './follow-parking-alerts.ts';
import { followParkingFrames } from './follow-parking-frames.ts';
import { frameMessage, parseFrameMessage } from './frame-message.ts';
import { findLiveSession } from './live-sessions.ts';
import { sampleWriterOf } from './sample-writer.ts';

let processes: Processes;
let stage: Stage;
let manoeuvre: Manoeuvre;
let one: Services;
let two: Services;

beforeAll(async () => {
  processes = await openProcesses();
  stage = processes.stage;
  [one, two] = await Promise.all([processes.start(), processes.start()]);
});
afterAll(() => processes.close());
beforeEach(async () => {
  manoeuvre = await Manoeuvre.begin(stage);
});

const storedAlerts = async () => {
  for (const services of [one, two]) await sampleWriterOf(services).flush();
  return manoeuvre.storedAlerts();
};

describe('a frame on the bus', () => {
  it('is the same frame again, and fits however many digits it has', () => {
    const third = 1 / 3;
    const startMs = manoeuvre.session.startedAt.getTime();
    const frame: SampleFrame = {
      ...{ sensorAtMs: startMs + third, speedMps: -third, steeringRad: third, gear: 'R' },
      ...{ brake: third, throttle: null, xM: -100 * third, yM: 100 * third, headingRad: -third },
      distances: Object.fromEntries(standardProfile.sensors.map(({ sensorId }) => [sensorId, 100 * third])),
      measuredAtMs: Object.fromEntries(
        standardProfile.sensors.map(({ sensorId }) => [sensorId, startMs + third]),
      ),
    };
    const told = { by: manoeuvre.session.id, seq: 123_456, receivedAtMs: startMs, frame };
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
      ...{ watcher: watcherOf(manoeuvre.driver), sessionId: manoeuvre.session.id, afterSensorAtMs: null },
    });

  it('show the gauges of what the other takes in', async () => {
    const gauges = await follow(two);
    const next = gauges.next();
    await manoeuvre.ingest(one, manoeuvre.backing(0, 10));
    await next;
    await vi.waitFor(async () =>
      expect(await manoeuvre.summaryIn(two)).toEqual(heardAlone(manoeuvre.backing(0, 10)).summary),
    );
    await gauges.return?.();
  });

  it('tell the alerts of what the other takes in, before they are stored', async () => {
    const watching = { watcher: watcherOf(manoeuvre.driver), sessionId: manoeuvre.session.id };
    const alerts = await followParkingAlerts(two, { ...watching, afterSeq: 0, random: () => 0 });
    stage.storage.isAway = true;
    try {
      await manoeuvre.ingest(one, manoeuvre.backing(0, 20));
      expect((await alerts.next()).value).toMatchObject({ seq: 1, sessionId: manoeuvre.session.id });
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
      await manoeuvre.ingest(to, manoeuvre.backing(first, 5));
      const heard = heardAlone(manoeuvre.backing(0, first + 5)).summary;
      await vi.waitFor(async () =>
        expect([await manoeuvre.summaryIn(one), await manoeuvre.summaryIn(two)]).toEqual([heard, heard]),
      );
    }
    const { alerts } = heardAlone(manoeuvre.backing(0, 100));
    expect(alerts.length).toBeGreaterThan(3);
    expect(await storedAlerts()).toEqual(alerts);
    await gauges.return?.();
  });

  it('make up from storage for what the bus lost, before they take in more', async () => {
    const gauges = await follow(two);
    await manoeuvre.ingest(one, manoeuvre.backing(0, 10));
    await vi.waitFor(async () =>
      expect(await manoeuvre.summaryIn(two)).toEqual(await manoeuvre.summaryIn(one)),
    );
    const deaf = { ...one, bus: new MemoryBus(one.log) };
    await manoeuvre.ingest(deaf, manoeuvre.backing(10, 50));
    await manoeuvre.ingest(one, manoeuvre.backing(60, 1));
    await vi.waitFor(async () =>
      expect((await findLiveSession(two, manoeuvre.session.id))?.isBehind).toBe(true),
    );
    await sampleWriterOf(one).flush();
    await manoeuvre.ingest(two, manoeuvre.backing(61, 39));
    expect(await manoeuvre.summaryIn(two)).toEqual(heardAlone(manoeuvre.backing(0, 100)).summary);
    expect(await storedAlerts()).toEqual(heardAlone(manoeuvre.backing(0, 100)).alerts);
    expect((await gauges.next()).done).toBe(false); // still shown, by the session that was built up anew
    await gauges.return?.();
  });

  it('both end with the session', async () => {
    const gauges = await follow(two);
    await manoeuvre.ingest(one, manoeuvre.backing(0, 10));
    await gauges.next();
    await sampleWriterOf(one).flush();
    await finishParking(one, manoeuvre.driver, { sessionId: manoeuvre.session.id });
    for (let result = await gauges.next(); !result.done; result = await gauges.next());
    expect(await findLiveSession(two, manoeuvre.session.id)).toBeNull();
    await expect(manoeuvre.ingest(two, manoeuvre.backing(10, 1))).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
