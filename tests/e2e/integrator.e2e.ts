import { readFileSync } from 'node:fs';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registerVehicle } from '../../app/src/day/documents.ts';
import { createGroup, createRoom, roomEvents, send } from './documents.ts';
import { type App, newApp } from './new-app.ts';
import { askAs, listenTo, newId, type Person, signUp, socketFor } from './person.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const published = readFileSync(new URL('../../schema/integrator.graphql', import.meta.url), 'utf8');
const operators = '{ deadLetterQueues { subgraph } }';

const createApp = `mutation ($input: CreateAppInput!) {
  createApp(input: $input) { ... on CreateAppPayload { secret } }
}`;
const revokeApp = `mutation ($appId: ID!) { revokeApp(input: { appId: $appId }) { __typename } }`;
const createMeetingRoom = `mutation ($input: CreateMeetingRoomInput!) {
  createMeetingRoom(input: $input) { __typename }
}`;
const createEvent = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { __typename } }`;
const ownCalendars = z.object({ me: z.object({ calendars: z.array(z.object({ id: z.string() })) }) });
const answered = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});
/** One of each subgraph. */
const ofMembers = [
  `{ group(id: "${newId()}") { id } }`,
  `{ calendarEvent(id: "${newId()}") { id } }`,
  `{ chatRoom(id: "${newId()}") { id } }`,
  '{ publicPlans { edges { cursor } } }',
  `{ policy(id: "${newId()}") { id } }`,
  `{ vehicle(id: "${newId()}") { id } }`,
];

/** Where third parties build. */
describe.each<Execution>(['in-process', 'processes'])('/integrator/graphql, %s', (execution) => {
  let stack: Stack;
  let person: Person;
  let url: string;

  beforeAll(async () => {
    stack = await startStack({ execution });
    person = await signUp(stack.url, { name: '민지' });
    url = `${stack.url}/integrator`;
  });
  afterAll(async () => {
    await person.close();
    await stack.close();
  });

  it('is what schema/integrator.graphql says', async () => {
    const { body } = await askAs(url, person.accessToken, getIntrospectionQuery());
    if (!isIntrospection(body.data)) throw new Error(JSON.stringify(body));
    expect(sorted(printSchema(buildClientSchema(body.data)))).toBe(sorted(published));
  });

  it('knows nothing of what is for operators, which the whole graph answers', async () => {
    const refused = await askAs(url, person.accessToken, operators);
    expect(refused.body.errors?.[0]?.message).toContain('Cannot query field "deadLetterQueues"');
    const { body } = await askAs(stack.url, person.accessToken, operators);
    expect(body.data).toEqual({ deadLetterQueues: null });
  });

  /** `registerVehicle` is telemetry's, whose server runs mutations in its own way. */
  const changes = [
    ['createGroup', createGroup, () => ({ id: newId(), name: 'Busan', memberIds: [] })],
    ['registerVehicle', registerVehicle, () => ({ id: newId(), name: 'Van', plate: newId().slice(0, 8) })],
  ] as const;
  const askUnder = async (key: string, query: string, input: object) => {
    const authorization = `Bearer ${person.accessToken}`;
    const headers = { 'content-type': 'application/json', authorization, 'idempotency-key': key };
    const body = JSON.stringify({ query, variables: { input } });
    return (await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body })).text();
  };
  it.each(changes)('does a change once under a key of its client: %s', async (_, query, inputOf) => {
    const key = newId();
    const input = inputOf();
    const first = await askUnder(key, query, input);
    expect(first).toContain(input.id);
    const again = await askUnder(key, query, input);
    expect(again.slice(0, again.indexOf('"extensions"'))).toBe(first.slice(0, first.indexOf('"extensions"')));
    expect(await askUnder(key, query, inputOf())).toContain('"code":"IDEMPOTENCY_KEY_REUSED"');
  });

  it('notices a key that another subgraph has seen', async () => {
    const key = newId();
    const [[, group, groupOf], [, vehicle, vehicleOf]] = changes;
    expect(await askUnder(key, group, groupOf())).toContain('"CreateGroupPayload"');
    expect(await askUnder(key, vehicle, vehicleOf())).toContain('"code":"IDEMPOTENCY_KEY_REUSED"');
  });

  const askAsApp = async ({ accessToken }: App, query: string, extra: Record<string, string> = {}) => {
    const authorization = `Bearer ${accessToken}`;
    const headers = { 'content-type': 'application/json', authorization, ...extra };
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    const { data, errors = [] } = answered.parse(await answer.json());
    const codes = errors.map(({ extensions }) => extensions.code);
    return { status: answer.status, data, codes, limit: answer.headers.get('ratelimit-limit') };
  };

  it('answers an app in its own name, until it is revoked', async () => {
    const app = await newApp(stack.url, person, ['trips:read']); // the first account is ADMIN
    expect(await askAsApp(app, '{ __schema { queryType { name } } }')).toMatchObject({
      ...{ status: 200, codes: [], limit: '200000' },
    });
    for (const query of ofMembers)
      expect(await askAsApp(app, query)).toMatchObject({ status: 200, codes: ['FORBIDDEN'] });
    for (const query of ['{ members { edges { cursor } } }', '{ meetingRooms { id } }'])
      expect(await askAsApp(app, query)).toMatchObject({
        ...{ status: 200, data: null, codes: ['UNAUTHORIZED_FIELD_OR_TYPE'] },
      });
    await person.data(revokeApp, { appId: app.id });
    expect(await askAsApp(app, '{ __typename }')).toMatchObject({
      ...{ status: 401, codes: ['UNAUTHENTICATED'], limit: null },
    });
  });

  it('tells a display when its room is taken, and neither what for nor by whom', async () => {
    const roomId = newId();
    const room = { id: roomId, name: 'Baekdu', place: 'Seoul, 12F', capacity: 8, equipment: [] };
    await person.data(createMeetingRoom, { input: room });
    const { me } = await person.read(ownCalendars, '{ me { calendars { id } } }');
    const [startsAt, endsAt] = ['2027-01-11T01:00:00.000Z', '2027-01-11T05:00:00.000Z'];
    const event = { id: newId(), calendarId: me.calendars[0]?.id, title: 'Merger', timeZone: 'UTC' };
    await person.data(createEvent, { input: { ...event, startsAt, endsAt, meetingRoomId: roomId } });
    const app = await newApp(stack.url, person, ['rooms:read']);
    const bookings = `bookings(from: "${startsAt}", until: "${endsAt}") { startsAt endsAt event { title } }`;
    expect(await askAsApp(app, `{ meetingRoom(id: "${roomId}") { name ${bookings} } }`)).toMatchObject({
      codes: [],
      data: { meetingRoom: { name: 'Baekdu', bookings: [{ startsAt, endsAt, event: null }] } },
    });
    const elsewhere = [`{ calendarEvent(id: "${event.id}") { title } }`, '{ me { id } }'];
    for (const query of elsewhere) expect((await askAsApp(app, query)).codes).toEqual(['FORBIDDEN']);
    expect((await askAsApp(app, '{ members { edges { node { name } } } }')).codes).toEqual([
      'UNAUTHORIZED_FIELD_OR_TYPE',
    ]);
  });

  it('tells a directory who works here, and nothing that they do', async () => {
    const app = await newApp(stack.url, person, ['directory:read']);
    const member = `member(id: "${person.memberId}")`;
    expect(await askAsApp(app, `{ ${member} { name handle timeZone } }`)).toMatchObject({
      codes: [],
      data: { member: { name: '민지', handle: person.handle, timeZone: 'UTC' } },
    });
    const ofTravel = 'followerCount viewerFollows sharedPlans { edges { cursor } }';
    const { codes } = await askAsApp(app, `{ ${member} { ${ofTravel} } }`);
    expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect((await askAsApp(app, '{ meetingRooms { id } }')).codes).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
  });

  it('shows the secret of an app once, also under a key of its client', async () => {
    const create = () => askUnder(key, createApp, input);
    const key = newId();
    const input = { id: newId(), name: 'Once', scopes: [], expiresAt: new Date(Date.now() + 60_000) };
    expect(await create()).toContain('"secret":"moim_app_');
    const again = await create();
    expect(again).not.toContain('moim_app_');
    expect(again).toContain('"code":"CONFLICT","retryable":false,"field":"idempotency-key"');
  });

  it('answers nobody who sends documents of their own', async () => {
    const { status, body } = await askAs(url, null, '{ publicPlans(first: 1) { edges { cursor } } }');
    expect([status, body.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('shares its data with the whole graph, live', async () => {
    const alex = await signUp(stack.url, { name: 'Alex' });
    const id = newId();
    const memberIds = [alex.memberId];
    await person.data(createRoom, { input: { id, kind: 'GROUP', title: 'Busan', memberIds } });
    const socket = socketFor(url, person.accessToken);
    const listening = listenTo(socket, roomEvents, { roomId: id, afterSeq: 0 });
    await person.data(send, { input: { id: newId(), roomId: id, text: 'hello' } });
    const results = await listening.next(1);
    expect(JSON.stringify(results)).toContain('hello');
    listening.stop();
    await Promise.all([socket.dispose(), alex.close()]);
  });
});

const isIntrospection = (data: unknown): data is IntrospectionQuery =>
  typeof data === 'object' && data !== null && '__schema' in data;

const sorted = (sdl: string): string => printSchema(lexicographicSortSchema(buildSchema(sdl)));
