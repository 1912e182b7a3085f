import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { LiveReader } from '@moim/kit/testing/live-reader.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { finishParking } from '../actions/finish-parking.ts';
import { ingestSamples, ingestWithToken } from '../actions/ingest-samples.ts';
import { forgetLiveSession } from '../actions/live-sessions.ts';
import { sampleWriterOf } from '../actions/sample-writer.ts';
import { startParking } from '../actions/start-parking.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import { frameAt, framesFrom } from '../testing/frames.ts';
import { member, openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let session: ParkingSession;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  minji = member();
  session = await stage.park(minji);
});

const ask = (query: string, viewer: Viewer | null = minji, variables = {}) =>
  stage.host.execute({ document: parse(query), identity: asViewer(viewer), variables });

/** Backs towards a wall: from 100 cm to 20 cm in `count` frames. */
const backing = (count = 40, startMs = stage.clock.nowMs - 1_000) =>
  framesFrom(startMs, count, (index) => ({
    gear: 'R',
    speedMps: -1,
    distances: { 'rear-mid-left': 100 - 2 * index },
  }));
const ingest = (frames = backing()) =>
  ingestSamples(stage.services, minji, { sessionId: session.id, frames });

describe('who sees a parking session', () => {
  const query = `query ($id: ID!) { parkingSession(id: $id) {
    state driver { id } ingest { token } latestFrame { seq } alerts { edges { node { seq } } }
    vehicle { name } calendarEvent { id } coverage { id } report { score } } }`;

  it('is its driver, with the token for the bridge', async () => {
    await ingest();
    await sampleWriterOf(stage.services).flush();
    expect(await ask(query, minji, { id: session.id })).toMatchObject({
      data: {
        parkingSession: {
          state: 'RUNNING',
          driver: { id: minji.memberId },
          ingest: { token: session.ingestToken },
          latestFrame: { seq: 40 },
          alerts: { edges: expect.arrayContaining([{ node: { seq: 1 } }]) },
          vehicle: { name: 'Kona' },
          calendarEvent: null,
          coverage: null,
          report: null,
        },
      },
    });
  });

  it('is an instructor, without the token', async () => {
    await ingest();
    expect(await ask(query, member('INSTRUCTOR'), { id: session.id })).toMatchObject({
      data: { parkingSession: { state: 'RUNNING', ingest: null, latestFrame: { seq: 40 } } },
    });
  });

  it.each(['MEMBER', 'CX', 'ADMIN', 'OPERATOR'] as const)('is not %s', async (role) => {
    await ingest();
    await sampleWriterOf(stage.services).flush();
    const stranger = member(role);
    expect(await ask(query, stranger, { id: session.id })).toEqual({ data: { parkingSession: null } });
    const [alert] = await stage.rows<{ id: string }>(
      'select id from telemetry.parking_alerts where session_id = $1',
      [session.id],
    );
    const representations = [
      { __typename: 'ParkingSession', id: session.id },
      { __typename: 'ParkingAlert', id: alert?.id },
    ];
    const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on ParkingSession { state } ... on ParkingAlert { seq } } }`;
    expect(await ask(entities, stranger, { representations })).toEqual({ data: { _entities: [null, null] } });
    for (const field of ['parkingFrames', 'parkingAlerts'])
      expect(
        await LiveReader.open(
          stage,
          asViewer(stranger),
          `subscription { ${field}(sessionId: "${session.id}") { seq } }`,
        ),
      ).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('is nobody who is not logged in', async () => {
    for (const text of [query, 'query ($id: ID!) { vehicle(id: $id) { plate } }'])
      expect(await ask(text, null, { id: session.id })).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
  });
});

describe('me', () => {
  const query = `{ me { currentParkingSession { id } vehicles { id profile { sensors { sensorId } } }
    parkingSessions(first: 2) { pageInfo { hasNextPage endCursor } edges { node { id vehicle { plate } alerts(first: 1) { edges { node { session { id } } } } } } } } }`;

  it('costs the same statements for one session and for many', async () => {
    await ingest();
    await finishParking(stage.services, minji, { sessionId: session.id });
    stage.statements();
    await ask(query);
    const one = stage.statements();
    for (let count = 0; count < 3; count += 1) {
      stage.clock.nowMs += 60_000;
      session = await stage.park(minji);
      await ingest();
      await finishParking(stage.services, minji, { sessionId: session.id });
    }
    stage.statements();
    const answer = await ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      me: { currentParkingSession: null, parkingSessions: { pageInfo: { hasNextPage: true } } },
    });
    expect(stage.statements().sort()).toEqual(one.sort());
    expect(one.sort()).toEqual([
      'telemetry.findAlertsOfSessions',
      'telemetry.findAllVehicles',
      'telemetry.findParkingSessions',
      'telemetry.findRunningSession',
      'telemetry.findSessionsOfDriver',
      'telemetry.findVehicles',
    ]);
  });
});

describe('ingestSamples', () => {
  const mutation = `mutation ($input: IngestSamplesInput!) { ingestSamples(input: $input) {
    __typename ... on IngestSamplesPayload { acceptedCount repeatedCount }
    ... on InvalidInput { field } ... on UserError { code } } }`;
  const frame = (sensorAtMs: number, values = {}) => ({
    sensorAtMs,
    speedMps: 0,
    steeringRad: 0,
    gear: 'D',
    distances: [{ sensorId: 'rear-left', distanceCm: 80 }],
    ...values,
  });
  const send = (frames: unknown[], viewer = minji, sessionId = session.id) =>
    ask(mutation, viewer, { input: { sessionId, frames } });

  it('counts what was new and what was known', async () => {
    const [first, second] = [frame(stage.clock.nowMs - 40), frame(stage.clock.nowMs - 20)];
    await send([first]);
    expect(await send([first, second])).toEqual({
      data: {
        ingestSamples: { __typename: 'IngestSamplesPayload', acceptedCount: 1, repeatedCount: 1 },
      },
    });
  });

  it('names the field that is wrong, and takes in nothing of the batch', async () => {
    const wrong = frame(stage.clock.nowMs - 10, { distances: [{ sensorId: 'roof', distanceCm: 1 }] });
    expect(await send([frame(stage.clock.nowMs - 20), wrong])).toEqual({
      data: {
        ingestSamples: {
          __typename: 'InvalidInput',
          code: 'BAD_USER_INPUT',
          field: 'input.frames.1.distances.roof',
        },
      },
    });
    await sampleWriterOf(stage.services).flush();
    const rows = await stage.rows('select from telemetry.sample_frames where session_id = $1', [session.id]);
    expect(rows).toEqual([]);
  });

  it('refuses NaN before anything runs', async () => {
    expect(await send([frame(NaN)])).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('answers a foreign session like an unknown one', async () => {
    for (const [viewer, id] of [
      [member(), session.id],
      [minji, newUuid()],
    ] as const)
      expect(await send([frame(stage.clock.nowMs)], viewer, id)).toMatchObject({
        data: { ingestSamples: { __typename: 'NotFound' } },
      });
  });
});

describe('the plain route', () => {
  const post = (body: unknown, token: string | null = session.ingestToken, id = session.id) =>
    stage.host.handleRoute({
      request: new Request(`http://house/telemetry/sessions/${id}/samples`, {
        method: 'POST',
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
      identity: asViewer(null),
      clientAddress: '127.0.0.1',
    });
  const answer = async (...args: Parameters<typeof post>) => {
    const response = await post(...args);
    return { status: response?.status, body: await response?.json() };
  };

  const storedFrames = async () => {
    const rows = await stage.rows<{ frame: SampleFrame }>(
      'select frame from telemetry.sample_frames where session_id = $1 order by sensor_at_us',
      [session.id],
    );
    return rows.map(({ frame }) => frame);
  };

  it('takes in frames', async () => {
    const frames = backing(3);
    expect(await answer({ frames })).toEqual({ status: 200, body: { accepted: 3, repeated: 0 } });
    expect(await answer({ frames })).toEqual({ status: 200, body: { accepted: 0, repeated: 3 } });
  });

  it('joins single records into frames by their time', async () => {
    const at = Math.floor(stage.clock.nowMs / 40) * 40 - 400;
    const records = [
      { sensor_id: 'rear-left', distance: 90, timestamp: at },
      { sensor_id: 'rear-mid-left', distance: 85.5, timestamp: at + 13 },
      { sensor_id: 'rear-left', distance: 88, timestamp: at + 40 },
    ];
    expect(await answer({ records })).toEqual({ status: 200, body: { accepted: 3, repeated: 0 } });
    expect(await answer({ records })).toEqual({ status: 200, body: { accepted: 0, repeated: 3 } });
    await sampleWriterOf(stage.services).flush();
    expect(await storedFrames()).toMatchObject([
      { sensorAtMs: at + 13, distances: { 'rear-left': 90, 'rear-mid-left': 85.5 } },
      { sensorAtMs: at + 40, distances: { 'rear-left': 88 } },
    ]);
  });

  it('loses nothing of two boxes that post alternately, and knows a retry after a restart', async () => {
    const at = Math.floor(stage.clock.nowMs / 40) * 40 - 400;
    const box = (sensor_id: string, lateMs: number) => (cycle: number) => [
      { sensor_id, distance: 90 - cycle, timestamp: at + cycle * 40 - lateMs },
    ];
    const [left, right] = [box('rear-left', 0), box('rear-right', 12)];
    for (let cycle = 0; cycle < 5; cycle += 1)
      for (const records of [left(cycle), right(cycle)])
        expect(await answer({ records })).toEqual({ status: 200, body: { accepted: 1, repeated: 0 } });
    await sampleWriterOf(stage.services).flush();
    const frames = await storedFrames();
    expect(frames.map(({ distances }) => distances)).toEqual(
      [90, 89, 88, 87, 86].flatMap((cm) => [{ 'rear-left': cm }, { 'rear-right': cm }]),
    );
    const records = [...right(3), ...left(4)];
    const batch = { sessionId: session.id, records };
    expect(await ingestWithToken(stage.restart(), session.ingestToken, batch)).toEqual({
      acceptedCount: 0,
      repeatedCount: 2,
    });
  });

  it('refuses a record that is older than the last of its sensor', async () => {
    const record = (sensor_id: string, timestamp: number) => ({ sensor_id, distance: 90, timestamp });
    const nowMs = stage.clock.nowMs;
    await answer({ records: [record('rear-left', nowMs)] });
    const records = [record('rear-right', nowMs - 100), record('rear-left', nowMs - 100)];
    expect(await answer({ records })).toMatchObject({
      status: 400,
      body: { error: { code: 'BAD_USER_INPUT', field: 'records.1.timestamp' } },
    });
  });

  const badRecord = { sensor_id: 'rear-left', distance: 1, timestamp: 1 };
  it.each<[string, unknown, number, string]>([
    ['no JSON', '{', 400, 'body'],
    ['nothing', {}, 400, 'frames'],
    ['no frame', { frames: [] }, 400, 'frames'],
    ['text for a number', { frames: [{ ...frameAt(1), speedMps: 'NaN' }] }, 400, 'frames.0.speedMps'],
    ['a gear that is none', { frames: [{ ...frameAt(1), gear: 'X' }] }, 400, 'frames.0.gear'],
    ['a record of nobody', { records: [{ ...badRecord, sensor_id: 'roof' }] }, 400, 'records.0.sensor_id'],
    ['a distance too far', { records: [{ ...badRecord, distance: 1e9 }] }, 400, 'records.0.distance'],
    ['a record of long ago', { records: [badRecord] }, 400, 'records.0.timestamp'],
    [
      'a record of the future',
      {
        records: [
          { ...badRecord, timestamp: 9e12 + 100 },
          { ...badRecord, timestamp: 9e12 },
        ],
      },
      400,
      'records.0.timestamp',
    ],
  ])('refuses %s', async (_, body, status, field) => {
    expect(await answer(body)).toMatchObject({ status, body: { error: { code: 'BAD_USER_INPUT', field } } });
  });

  it('wants the token of the session', async () => {
    expect(await answer({ frames: backing(1) }, null)).toMatchObject({ status: 401 });
    expect(await answer({ frames: backing(1) }, 'x')).toMatchObject({ status: 404 });
    expect(await answer({ frames: backing(1) }, session.ingestToken, newUuid())).toMatchObject({
      status: 404,
    });
  });

  it('says 409 once the session is over', async () => {
    await ingest();
    await finishParking(stage.services, minji, { sessionId: session.id });
    expect(await answer({ frames: backing(1) })).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT', field: 'sessionId' } },
    });
  });
});

describe('live', () => {
  const follow = (field: string, fields = 'seq', viewer = minji) =>
    LiveReader.get(stage, asViewer(viewer), `subscription { ${field} { ${fields} } }`);
  const frames = () => follow(`parkingFrames(sessionId: "${session.id}")`);
  const alerts = (afterSeq?: number, fields = 'seq') =>
    follow(
      `parkingAlerts(sessionId: "${session.id}"${afterSeq === undefined ? '' : `, afterSeq: ${afterSeq}`})`,
      fields,
    );

  it('gauges show the newest frame and leave out those between', async () => {
    const reader = await frames();
    await ingest(backing(10));
    expect(await reader.next()).toEqual({ data: { parkingFrames: { seq: 10 } } });
    const next = reader.next();
    await ingest(backing(1, stage.clock.nowMs - 100));
    expect(await next).toEqual({ data: { parkingFrames: { seq: 11 } } });
    await reader.stop();
  });

  it('gauges show who comes back the newest frame, and not the one that he knows', async () => {
    const after = (frame: unknown) =>
      follow(
        `parkingFrames(sessionId: "${session.id}", afterSensorAtMs: ${String(frame)})`,
        'seq sensorAtMs',
      );
    const first = await follow(`parkingFrames(sessionId: "${session.id}")`, 'seq sensorAtMs');
    await ingest(backing(10));
    const told = await first.next();
    const known = z
      .object({ parkingFrames: z.object({ sensorAtMs: z.number() }) })
      .parse(told?.data).parkingFrames;
    await first.stop();
    const [back, behind] = [await after(known.sensorAtMs), await after(known.sensorAtMs - 1)];
    expect(await behind.next()).toMatchObject({ data: { parkingFrames: { seq: 10 } } });
    const next = back.next();
    await ingest(backing(1, stage.clock.nowMs - 100));
    expect(await next).toMatchObject({ data: { parkingFrames: { seq: 11 } } });
    await Promise.all([back.stop(), behind.stop()]);
  });

  it('gauges show the last frame in a process that did not take it in', async () => {
    const receivedAtMs = stage.clock.nowMs;
    await ingest(backing(10));
    await sampleWriterOf(stage.services).flush();
    forgetLiveSession(stage.services, session.id); // as where it was never known
    stage.clock.nowMs += 180_000;
    const reader = await follow(`parkingFrames(sessionId: "${session.id}")`, 'seq receivedAtMs assessedAtMs');
    const assessedAtMs = stage.clock.nowMs;
    expect(await reader.next()).toEqual({ data: { parkingFrames: { seq: 10, receivedAtMs, assessedAtMs } } });
    await reader.stop();
  });

  it('alerts are told before they are stored', async () => {
    const reader = await alerts(0, 'seq pattern danger sensorId textKo textEn');
    stage.storage.isAway = true;
    await ingest();
    expect(await reader.next()).toMatchInlineSnapshot(`
      {
        "data": {
          "parkingAlerts": {
            "danger": "WARNING",
            "pattern": "R2_TIME_TO_COLLISION",
            "sensorId": "rear-mid-left",
            "seq": 1,
            "textEn": "About to hit something behind: brake.",
            "textKo": "뒤쪽에 곧 부딪힙니다. 브레이크를 밟으세요.",
          },
        },
      }
    `);
    stage.storage.isAway = false;
    await sampleWriterOf(stage.services).flush();
    await reader.stop();
  });

  it('no alert is left out for who comes back, and both streams complete with the session', async () => {
    const { topicCount } = stage.services.bus; // of the sessions before, which run on
    const gauges = await frames();
    const early = await alerts(0);
    await ingest(backing(20));
    await ingest(backing(20, stage.clock.nowMs - 500));
    await sampleWriterOf(stage.services).flush();
    const stored = await stage.rows<{ seq: number }>(
      'select seq from telemetry.parking_alerts where session_id = $1 order by seq',
      [session.id],
    );
    const seqs = stored.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const late = await alerts(1);
    await finishParking(stage.services, minji, { sessionId: session.id });
    const told = async (reader: LiveReader) => (await reader.take(1_000)).map(({ data }) => data);
    const expected = seqs.map((seq) => ({ parkingAlerts: { seq } }));
    expect(await told(early)).toEqual(expected);
    expect(await told(late)).toEqual(expected.slice(1));
    expect((await told(gauges)).length).toBeLessThanOrEqual(1);
    expect(stage.services.bus.topicCount).toBe(topicCount);
  });

  it('a cursor from the future is refused', async () => {
    expect(
      await LiveReader.open(
        stage,
        asViewer(minji),
        `subscription { parkingAlerts(sessionId: "${session.id}", afterSeq: 9) { seq } }`,
      ),
    ).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'afterSeq' } }] });
  });

  it('a time that no frame can have yet is refused: a clock of sensors may be 2 s ahead', async () => {
    const after = (sensorAtMs: number) =>
      LiveReader.open(
        stage,
        asViewer(minji),
        `subscription { parkingFrames(sessionId: "${session.id}", afterSensorAtMs: ${sensorAtMs}) { seq } }`,
      );
    expect(await after(stage.clock.nowMs + 2_000.25)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'afterSensorAtMs' } }],
    });
    const last = await after(stage.clock.nowMs + 2_000);
    expect(last).toBeInstanceOf(LiveReader);
    if (last instanceof LiveReader) await last.stop();
  });

  it('an instructor watches', async () => {
    const reader = await follow(`parkingFrames(sessionId: "${session.id}")`, 'seq', member('INSTRUCTOR'));
    await ingest(backing(1));
    expect(await reader.next()).toEqual({ data: { parkingFrames: { seq: 1 } } });
    await reader.stop();
  });
});

describe('withdrawal', () => {
  it('leaves nothing running', async () => {
    const { withdrawals } = await import('../triggers/withdrawals.ts');
    const event = {
      ...{ id: newUuid(), name: 'identity.member-withdrawn.v1', aggregateType: 'membership' },
      ...{
        aggregateId: minji.memberId,
        aggregateSeq: 3,
        shard: 0,
        pos: 1,
        occurredAt: new Date(stage.clock.nowMs),
      },
      payload: { memberId: minji.memberId, membershipVersion: 3 },
    };
    for (let time = 0; time < 2; time += 1)
      await stage.services.db.write.transaction((tx) => withdrawals.handle(tx, event, stage.services));
    const rows = await stage.rows(
      'select state, abort_reason from telemetry.parking_sessions where id = $1',
      [session.id],
    );
    expect(rows).toEqual([{ state: 'ABORTED', abort_reason: 'WITHDRAWAL' }]);
  });
});

describe('startParking', () => {
  it('answers a typed conflict to a second session', async () => {
    const input = { id: newUuid(), vehicleId: session.vehicleId };
    await expect(startParking(stage.services, minji, input)).rejects.toMatchObject({ code: 'CONFLICT' });
    const mutation = `mutation ($input: StartParkingInput!) { startParking(input: $input) { __typename ... on UserError { code } } }`;
    expect(await ask(mutation, minji, { input })).toEqual({
      data: { startParking: { __typename: 'Conflict', code: 'CONFLICT' } },
    });
  });
});
