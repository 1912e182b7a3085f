import type { Services } from '@moim/kit/server/services.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { watcherOf } from '../domain/watcher.ts';
import { heardAlone, Manoeuvre, openProcesses, type Processes } from '../testing/processes.ts';
import type { Stage } from '../testing/stage.ts';
import { followParkingAlerts } from './follow-parking-alerts.ts';
import { followParkingFrames } from './follow-parking-frames.ts';
import { sampleWriterOf } from './sample-writer.ts';

/** What becomes of a running session when the process that takes its samples in is killed: ADR 0025. */

let processes: Processes;
let stage: Stage;
let manoeuvre: Manoeuvre;

beforeAll(async () => {
  processes = await openProcesses();
  stage = processes.stage;
});
afterAll(() => processes.close());
beforeEach(async () => {
  manoeuvre = await Manoeuvre.begin(stage);
});

/** One to be killed, and who takes over from it. */
const startTwo = () => Promise.all([processes.start(), processes.start()]);

/** From now on it never gets to storing what it has told. */
function neverStore(services: Services): void {
  sampleWriterOf(services).flush = () => Promise.resolve();
}

describe('a session whose process is killed', () => {
  it('is coached on by one that has shown it, as if nothing had happened', async () => {
    const [dying, heir] = await startTwo();
    const watching = { watcher: watcherOf(manoeuvre.driver), sessionId: manoeuvre.session.id };
    const gauges = await followParkingFrames(heir, { ...watching, afterSensorAtMs: null });
    const alerts = await followParkingAlerts(heir, { ...watching, afterSeq: 0, random: () => 0 });
    await manoeuvre.ingest(dying, manoeuvre.backing(0, 30));
    await sampleWriterOf(dying).flush();
    neverStore(dying);
    await manoeuvre.ingest(dying, manoeuvre.backing(30, 10));
    await vi.waitFor(async () =>
      expect(await manoeuvre.summaryIn(heir)).toEqual(heardAlone(manoeuvre.backing(0, 40)).summary),
    );
    await processes.kill(dying);

    await manoeuvre.ingest(heir, manoeuvre.backing(40, 60));
    expect(await manoeuvre.summaryIn(heir)).toEqual(heardAlone(manoeuvre.backing(0, 100)).summary);
    const expected = heardAlone(manoeuvre.backing(0, 100)).alerts;
    const told: unknown[] = [];
    while (told.length < expected.length) {
      const { value } = await alerts.next();
      told.push({ seq: value?.seq, pattern: value?.pattern, sensorAtMs: value?.sensorAtMs });
    }
    expect(told).toEqual(expected);
    await Promise.all([gauges.return?.(), alerts.return?.()]);
  });

  it('is coached on by one that has never heard of it, without what had not been stored', async () => {
    const [dying, heir] = await startTwo();
    await manoeuvre.ingest(dying, manoeuvre.backing(0, 30));
    await sampleWriterOf(dying).flush();
    neverStore(dying);
    await manoeuvre.ingest(dying, manoeuvre.backing(30, 5));
    await processes.kill(dying);

    await manoeuvre.ingest(heir, manoeuvre.backing(35, 65));
    const expected = heardAlone([...manoeuvre.backing(0, 30), ...manoeuvre.backing(35, 65)]);
    expect(await manoeuvre.summaryIn(heir)).toEqual(expected.summary);
    await sampleWriterOf(heir).flush();
    expect(await manoeuvre.storedAlerts()).toEqual(expected.alerts);
  });

  it('is whole again when the bridge repeats its last second, and nothing counts twice', async () => {
    const [dying, heir] = await startTwo();
    await manoeuvre.ingest(dying, manoeuvre.backing(0, 30));
    await sampleWriterOf(dying).flush();
    neverStore(dying);
    await manoeuvre.ingest(dying, manoeuvre.backing(30, 10));
    await processes.kill(dying);

    expect(await manoeuvre.ingest(heir, manoeuvre.backing(20, 50))).toEqual({
      acceptedCount: 40,
      repeatedCount: 10,
    });
    const expected = heardAlone(manoeuvre.backing(0, 70));
    expect(await manoeuvre.summaryIn(heir)).toEqual(expected.summary);
    await sampleWriterOf(heir).flush();
    expect(await manoeuvre.storedAlerts()).toEqual(expected.alerts);
  });

  it('costs its successor three reads, and nothing else, before the first batch is assessed', async () => {
    const [dying, heir] = await startTwo();
    await manoeuvre.ingest(dying, manoeuvre.backing(0, 100));
    await sampleWriterOf(dying).flush();
    await processes.kill(dying);
    stage.statements();
    stage.storage.isAway = true; // whatever is told now is told before anything is written
    try {
      await manoeuvre.ingest(heir, manoeuvre.backing(100, 1));
    } finally {
      stage.storage.isAway = false;
    }
    expect(await manoeuvre.summaryIn(heir)).toEqual(heardAlone(manoeuvre.backing(0, 101)).summary);
    expect(stage.statements()).toMatchInlineSnapshot(`
      [
        "telemetry.findAnySession",
        "telemetry.findLastAlertSeq",
        "telemetry.findFramesAfter",
      ]
    `);
  });
});
