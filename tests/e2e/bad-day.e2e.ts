import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as day from '../../app/src/day/documents.ts';
import { type DayOfSomebody, makeDayOf } from './day-of-somebody.ts';
import { newId, type Person, signUp } from './person.ts';
import { type Stack, startStack } from './stack.ts';

const secret = 'what the insurer and we have agreed on';
const failure = '... on UserError { code field }';
const change = (field: string, type: string) =>
  `mutation ($input: ${type}!) { result: ${field}(input: $input) { __typename ${failure} } }`;
const createRoom = change('createMeetingRoom', 'CreateMeetingRoomInput');
const createEvent = change('createEvent', 'CreateEventInput');
const createTrip = change('createTravelPlan', 'CreateTravelPlanInput');
const follow = change('followMember', 'FollowMemberInput');
const startCover = change('startCover', 'StartCoverInput');
const ingest = change('ingestSamples', 'IngestSamplesInput');
const abort = change('abortParking', 'AbortParkingInput');
const importFile = `mutation ($input: ImportCalendarInput!) { result: importCalendar(input: $input) {
  __typename ${failure} ... on ImportCalendarPayload { report { importedCount refused { line reason } } } } }`;
const bridgeOf = `{ me { policy { number } calendars { id isPersonal }
  currentParkingSession { ingest { path token } } } }`;

const own = z.object({
  me: z.object({
    policy: z.object({ number: z.string() }),
    calendars: z.array(z.object({ id: z.string(), isPersonal: z.boolean() })),
    currentParkingSession: z.object({ ingest: z.object({ path: z.string(), token: z.string() }) }),
  }),
});
const cities = z.object({ cities: z.array(z.object({ id: z.string() })) });
const refusal = z.object({ error: z.object({ code: z.string(), field: z.string() }) });

let stack: Stack;
let admin: Person;
let minji: Person;
let stranger: Person;
let things: DayOfSomebody;
let calendarId: string;
let cityId: string;
let policyNumber: string;
let bridge: { readonly path: string; readonly token: string };

beforeAll(async () => {
  const environment = { INSURER_CALLBACK_SECRET: secret };
  stack = await startStack({ execution: 'in-process', environment });
  admin = await signUp(stack.url, { name: 'Founder' });
  minji = await signUp(stack.url, { name: '민지' });
  stranger = await signUp(stack.url, { name: 'Stranger' });
  things = await makeDayOf({ person: minji, admin, friend: stranger }, newId);
  const { me } = await minji.read(own, bridgeOf);
  calendarId = me.calendars.find(({ isPersonal }) => isPersonal)?.id ?? '';
  policyNumber = me.policy.number;
  bridge = me.currentParkingSession.ingest;
  const found = await minji.read(cities, day.findCity, { search: 'Busan' });
  cityId = found.cities[0]?.id ?? '';
});
afterAll(() => stack.close());

const ask = async (document: string, input: object, by = minji) =>
  (await by.data(document, { input }))['result'];
const invalid = (field: string) => ({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT', field });

/** What a refused request may not add to. */
const held = () =>
  minji.data(`{ me {
    travelPlans(first: 50) { edges { node { id } } }
    policy { periods(first: 20) { edges { node { id endsAt } } } }
    occurrences(from: "2030-05-01T00:00:00.000Z", until: "2030-05-31T00:00:00.000Z") { event { id } } } }`);

describe('a calendar', () => {
  const event = (over: object) => ({
    ...{ id: newId(), calendarId, title: 'Visit', timeZone: 'Asia/Seoul' },
    ...{ startsAt: '2030-05-06T05:00:00.000Z', endsAt: '2030-05-06T06:00:00.000Z' },
    ...over,
  });

  it('refuses a range that ends before it starts, and an unknown zone', async () => {
    const before = await held();
    const backwards = event({ endsAt: '2030-05-06T04:00:00.000Z' });
    expect(await ask(createEvent, backwards)).toEqual(invalid('input.endsAt'));
    expect(await ask(createEvent, event({ timeZone: 'Mars/Olympus' }))).toEqual(invalid('input.timeZone'));
    expect(await held()).toEqual(before);
  });

  it('refuses a room that is booked', async () => {
    const meetingRoomId = newId();
    await ask(createRoom, { id: meetingRoomId, name: 'Hall', place: '1F', capacity: 4 }, admin);
    expect(await ask(createEvent, event({ meetingRoomId }))).toMatchObject({
      __typename: 'CreateEventPayload',
    });
    const booked = await held();
    const taken = { __typename: 'EventClash', code: 'CONFLICT', field: 'input.meetingRoomId' };
    expect(await ask(createEvent, event({ meetingRoomId }))).toEqual(taken);
    expect(await held()).toEqual(booked);
  });

  it('refuses a file that is none, and lists what explodes in one', async () => {
    expect(await ask(importFile, { calendarId, ics: 'no calendar' })).toEqual(invalid('input.ics'));
    const lines = [
      ...[
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//test',
        'BEGIN:VEVENT',
        'UID:1@test',
        'SUMMARY:Every second',
      ],
      ...['DTSTART:20300506T050000Z', 'DTEND:20300506T050001Z', 'RRULE:FREQ=SECONDLY;COUNT=99999999'],
      ...['END:VEVENT', 'END:VCALENDAR', ''],
    ];
    expect(await ask(importFile, { calendarId, ics: lines.join('\r\n') })).toMatchObject({
      report: { importedCount: 0, refused: [{ line: 4, reason: expect.stringMatching(/^[A-Z_]+$/) }] },
    });
  });
});

describe('travel', () => {
  const trip = (over: object) => ({
    id: newId(),
    title: 'Busan',
    cityId,
    travelOn: '2030-05-06',
    groupSize: 1,
    ...over,
  });
  it.each([
    ['in the past', 'input.travelOn', { travelOn: '2020-01-01' }],
    ['for 0 people', 'input.groupSize', { groupSize: 0 }],
    ['in an unknown currency', 'input.currency', { budgetMinor: 5, currency: 'XQX' }],
  ])('refuses a trip %s', async (_, field, over) => {
    const before = await held();
    expect(await ask(createTrip, trip(over))).toEqual(invalid(field));
    expect(await held()).toEqual(before);
  });

  it('lets nobody follow themselves', async () => {
    expect(await ask(follow, { memberId: minji.memberId })).toEqual(invalid('input.memberId'));
  });

  it('declines a recommendation when the credits are too few: nothing generated, nothing lost', async () => {
    const before = await minji.data(day.wallet);
    await ask(day.requestRecommendation, { id: newId() });
    const last = async () => JSON.stringify(await minji.data(day.recommendation));
    await expect
      .poll(last, { timeout: 20_000 })
      .toMatch(/"state":"DECLINED","reason":"CREDITS_TOO_FEW","plan":null/);
    expect(await minji.data(day.wallet)).toEqual(before);
  });
});

describe('insurance', () => {
  const callback = (over: object) =>
    JSON.stringify({
      ...{ eventId: 'evt-1', type: 'COVER_ENDED', policyNumber, coveragePeriodId: things.periodId, ...over },
    });
  const send = async (body: string, key = secret) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
    const headers = { 'x-insurer-timestamp': timestamp, 'x-insurer-signature': `v1=${signature}` };
    const response = await fetch(`${stack.url}/insurance/callbacks`, { method: 'POST', headers, body });
    return { status: response.status, body: await response.json() };
  };

  it('refuses cover that overlaps', async () => {
    const before = await held();
    const overlap = { __typename: 'Conflict', code: 'CONFLICT', field: 'input' };
    expect(await ask(startCover, { id: newId() })).toEqual(overlap);
    expect(await held()).toEqual(before);
  });

  it('refuses a callback with a wrong signature, and another body under the same id', async () => {
    const body = callback({ effectiveAt: new Date().toISOString() });
    const before = await held();
    const forged = await send(body, 'another secret');
    expect([forged.status, refusal.parse(forged.body).error]).toEqual([
      ...[401, { code: 'UNAUTHENTICATED', field: 'x-insurer-signature' }],
    ]);
    expect(await held()).toEqual(before);
    expect(await send(body)).toMatchObject({ status: 200, body: { outcome: 'ENDED' } });
    const ended = await held();
    const altered = await send(callback({ effectiveAt: new Date(Date.now() - 1).toISOString() }));
    expect([altered.status, refusal.parse(altered.body).error]).toEqual([
      ...[409, { code: 'CONFLICT', field: 'eventId' }],
    ]);
    expect(await held()).toEqual(ended);
  });
});

describe('samples', () => {
  const frame = (over: object = {}) => ({
    ...{ sensorAtMs: Date.now(), speedMps: 0, steeringRad: 0, gear: 'R', distances: {} },
    ...over,
  });
  const post = async (body: string, path = bridge.path) => {
    const headers = { authorization: `Bearer ${bridge.token}` };
    const response = await fetch(new URL(path, stack.url), { method: 'POST', headers, body });
    return { status: response.status, ...refusal.parse(await response.json()).error };
  };
  const byMutation = (sessionId: string, over: object = {}, by = minji) =>
    ask(ingest, { sessionId, frames: [frame({ distances: [], ...over })] }, by);

  it.each([
    ['that are no numbers', 'frames.0.speedMps', () => [frame({ speedMps: '∞' })]],
    ['of the future', 'frames.0.sensorAtMs', () => [frame({ sensorAtMs: Date.now() + 60_000 })]],
    [
      'out of order',
      'frames.1.sensorAtMs',
      () => [frame({ sensorAtMs: Date.now() }), frame({ sensorAtMs: Date.now() - 500 })],
    ],
  ])('%s are refused by name, none of the batch taken in', async (_, field, frames) => {
    const body = JSON.stringify({ frames: frames() }).replace('"∞"', '1e999');
    expect(await post(body)).toEqual({ status: 400, code: 'BAD_USER_INPUT', field });
    expect(await post('{"frames":[{"speedMps":NaN}]}')).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      field: 'body',
    });
  });

  it('of the future are refused by the mutation too', async () => {
    const early = await byMutation(things.sessionId, { sensorAtMs: Date.now() + 60_000 });
    expect(early).toEqual(invalid('input.frames.0.sensorAtMs'));
  });

  it('for a foreign session and for one that is over name the session', async () => {
    const foreign = { __typename: 'NotFound', code: 'NOT_FOUND', field: 'input.sessionId' };
    expect(await byMutation(things.sessionId, {}, stranger)).toEqual(foreign);
    const elsewhere = bridge.path.replace(things.sessionId, newId());
    expect(await post(JSON.stringify({ frames: [frame()] }), elsewhere)).toEqual({
      ...{ status: 404, code: 'NOT_FOUND', field: 'sessionId' },
    });
    await ask(abort, { sessionId: things.sessionId });
    const over = { __typename: 'Conflict', code: 'CONFLICT', field: 'input.sessionId' };
    expect(await byMutation(things.sessionId)).toEqual(over);
    expect(await post(JSON.stringify({ frames: [frame()] }))).toEqual({
      ...{ status: 409, code: 'CONFLICT', field: 'sessionId' },
    });
  });
});
