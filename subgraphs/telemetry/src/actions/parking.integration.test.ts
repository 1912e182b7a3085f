import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { parkingAborted, parkingFinished, parkingStarted } from '@moim/schema/contracts/telemetry.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ParkingSession } from '../domain/parking-session.ts';
import { framesFrom } from '../testing/frames.ts';
import { member, openStage, type Stage } from '../testing/stage.ts';
import { abortParking, abortSilentSessions } from './abort-parking.ts';
import { finishParking } from './finish-parking.ts';
import { ingestSamples, ingestWithToken } from './ingest-samples.ts';
import { registerVehicle } from './register-vehicle.ts';
import { sampleWriterOf } from './sample-writer.ts';
import { startParking } from './start-parking.ts';

let stage: Stage;
let driver: Viewer;
let session: ParkingSession;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  driver = member();
  session = await stage.park(driver);
});

const ingest = (frames = framesFrom(stage.clock.nowMs - 1_000, 10)) =>
  ingestSamples(stage.services, driver, { sessionId: session.id, frames });
const stored = (sessionId = session.id) =>
  stage.rows('select sensor_at_us from telemetry.sample_frames where session_id = $1', [sessionId]);
const events = (sessionId = session.id) =>
  stage.rows<{ name: string; aggregate_seq: string; payload: unknown }>(
    'select name, aggregate_seq, payload from telemetry.outbox where aggregate_id = $1 order by aggregate_seq',
    [sessionId],
  );

describe('vehicles', () => {
  const input = () => ({ id: newUuid(), name: 'Ioniq', plate: `12가 ${newUuid().slice(-6)}` });

  it('are registered by ADMIN only', async () => {
    await expect(registerVehicle(stage.services, member(), input())).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('are the same for the same request, and a conflict for another with the id or the plate', async () => {
    const admin = member('ADMIN');
    const first = input();
    const registered = await registerVehicle(stage.services, admin, first);
    expect(await registerVehicle(stage.services, admin, first)).toEqual(registered);
    for (const other of [
      { ...first, name: 'Other' },
      { ...input(), plate: first.plate },
    ])
      await expect(registerVehicle(stage.services, admin, other)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each([
    [{ id: '7' }, 'input.id'],
    [{ name: ' ' }, 'input.name'],
    [{ name: 'x'.repeat(51) }, 'input.name'],
    [{ plate: '' }, 'input.plate'],
    [{ plate: '1\u0007' }, 'input.plate'],
  ])('refuse %j and name %s', async (values, field) => {
    const refused = registerVehicle(stage.services, member('ADMIN'), { ...input(), ...values });
    await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('a session', () => {
  const start = (values: object, viewer = driver) => {
    const request = { id: session.id, vehicleId: session.vehicleId, ...values };
    return startParking(stage.services, viewer, request);
  };

  it('is the same for the same request', async () => {
    expect(await start({})).toEqual(session);
    expect(await events()).toEqual([
      expect.objectContaining({ name: parkingStarted.name, aggregate_seq: '1' }),
    ]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['the id of another', () => start({ coveragePeriodId: newUuid() }), 'CONFLICT'],
    ['a driver who drives', () => start({ id: newUuid() }), 'CONFLICT'],
    ['a vehicle that is driven', () => start({ id: newUuid() }, member()), 'CONFLICT'],
    ['an unknown vehicle', () => start({ id: newUuid(), vehicleId: newUuid() }, member()), 'NOT_FOUND'],
    ['a link that is no id', () => start({ shareRoomId: '7' }), 'BAD_USER_INPUT'],
  ])('is refused for %s', async (_, attempt, code) => {
    await expect(attempt()).rejects.toMatchObject({ code });
  });

  it('lets one of 20 start with the same car', async () => {
    await abortParking(stage.services, driver, { sessionId: session.id });
    const attempts = Array.from({ length: 20 }, () => start({ id: newUuid() }, member()));
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('finishes with a report and one event, however often it is asked', async () => {
    const roomId = newUuid();
    const [minji, coveragePeriodId] = [member(), newUuid()];
    session = await stage.park(minji, { shareRoomId: roomId, coveragePeriodId });
    await ingestSamples(stage.services, minji, {
      sessionId: session.id,
      frames: framesFrom(stage.clock.nowMs - 1_000, 50, () => ({ speedMps: 0.5 })),
    });
    const finished = await finishParking(stage.services, minji, { sessionId: session.id });
    expect(finished.report).toMatchObject({ score: 100, durationS: 1, shuntCount: 0, practice: null });
    expect(await finishParking(stage.services, minji, { sessionId: session.id })).toEqual(finished);
    const [, event, ...more] = await events();
    expect(more).toEqual([]);
    expect(event?.name).toBe(parkingFinished.name);
    expect(parkingFinished.payload.parse(event?.payload)).toMatchObject({
      memberId: minji.memberId,
      coveragePeriodId,
      shareRoomId: roomId,
      score: 100,
    });
    expect(await stored()).toHaveLength(50);
  });

  it('cannot be finished when nothing was measured, and goes on', async () => {
    const finish = finishParking(stage.services, driver, { sessionId: session.id });
    await expect(finish).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await ingest()).toEqual({ acceptedCount: 10, repeatedCount: 0 });
  });

  it('is given up after 30 minutes of silence, not before', async () => {
    await ingest();
    await sampleWriterOf(stage.services).flush();
    stage.clock.nowMs += 29 * 60_000;
    await abortSilentSessions(stage.services);
    expect(await events()).toHaveLength(1);
    stage.clock.nowMs += 2 * 60_000;
    await abortSilentSessions(stage.services);
    await abortSilentSessions(stage.services);
    const [, event, ...more] = await events();
    expect(more).toEqual([]);
    expect(parkingAborted.payload.parse(event?.payload)).toMatchObject({ reason: 'SILENCE' });
    await expect(ingest()).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is not silent for having been stored by what somebody with another clock began', async () => {
    const other = await openStage();
    try {
      // The demo plays the past of an installation with a clock of its own, before anybody else drives.
      const longAgo = { ...other.services, now: () => new Date(0) };
      sampleWriterOf(longAgo);
      const running = await other.park(driver);
      const frames = framesFrom(other.clock.nowMs - 1_000, 10);
      await ingestSamples(other.services, driver, { sessionId: running.id, frames });
      await sampleWriterOf(other.services).flush();
      expect(await abortSilentSessions(other.services)).toBe(0);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['finished', finishParking],
    ['aborted', abortParking],
  ])('of somebody else cannot be %s', async (_, end) => {
    const attempt = end(stage.services, member('INSTRUCTOR', 'ADMIN'), { sessionId: session.id });
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('samples', () => {
  it('are stored once, however often they are sent', async () => {
    const frames = framesFrom(stage.clock.nowMs - 1_000, 20);
    expect(await ingest(frames)).toEqual({ acceptedCount: 20, repeatedCount: 0 });
    expect(await ingest(frames)).toEqual({ acceptedCount: 0, repeatedCount: 20 });
    const more = [...frames.slice(-5), ...framesFrom(stage.clock.nowMs - 500, 5)];
    expect(await ingest(more)).toEqual({ acceptedCount: 5, repeatedCount: 5 });
    await sampleWriterOf(stage.services).flush();
    expect(await stored()).toHaveLength(25);
  });

  it('are known again after a restart', async () => {
    const frames = framesFrom(stage.clock.nowMs - 1_000, 20);
    await ingest(frames);
    await sampleWriterOf(stage.services).flush();
    const restarted = stage.restart();
    const batch = { sessionId: session.id, frames: [...frames, ...framesFrom(stage.clock.nowMs - 500, 5)] };
    expect(await ingestSamples(restarted, driver, batch)).toEqual({ acceptedCount: 5, repeatedCount: 20 });
    const finished = await finishParking(restarted, driver, { sessionId: session.id });
    expect(finished.report?.durationS).toBe(0.6);
    expect(await stored()).toHaveLength(25);
  });

  it('wait while the database is away, and are stored once when it is back', async () => {
    stage.storage.isAway = true;
    expect(await ingest()).toEqual({ acceptedCount: 10, repeatedCount: 0 });
    await expect(sampleWriterOf(stage.services).flush()).rejects.toThrow('gone');
    stage.storage.isAway = false;
    await sampleWriterOf(stage.services).flush();
    expect(await stored()).toHaveLength(10);
  });

  it('come with the token of the session, not with that of another', async () => {
    const frames = framesFrom(stage.clock.nowMs - 1_000, 2);
    const other = await stage.park(member());
    const send = (token: string) => ingestWithToken(stage.services, token, { sessionId: session.id, frames });
    expect(await send(session.ingestToken)).toEqual({ acceptedCount: 2, repeatedCount: 0 });
    for (const token of [other.ingestToken, '', 'x'])
      await expect(send(token)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'sessionId' });
    stage.clock.nowMs += 13 * 3_600_000;
    await expect(send(session.ingestToken)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['somebody else', () => member('ADMIN', 'INSTRUCTOR'), () => session.id],
    ['an unknown session', () => driver, () => newUuid()],
    ['no id at all', () => driver, () => '7'],
  ])('of %s are refused alike', async (_, viewer, sessionId) => {
    const batch = { sessionId: sessionId(), frames: framesFrom(stage.clock.nowMs - 100, 1) };
    await expect(ingestSamples(stage.services, viewer(), batch)).rejects.toMatchObject({
      ...{ code: 'NOT_FOUND', field: 'input.sessionId' },
    });
  });

  it('of a session that is over are refused', async () => {
    await ingest();
    await finishParking(stage.services, driver, { sessionId: session.id });
    await expect(ingest(framesFrom(stage.clock.nowMs, 1))).rejects.toMatchObject({
      ...{ code: 'CONFLICT', field: 'input.sessionId' },
    });
  });
});
