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
import { askAs, listenTo, newId, type Person, signUp, socketFor } from './person.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const published = readFileSync(new URL('../../schema/integrator.graphql', import.meta.url), 'utf8');
const operators = '{ deadLetterQueues { subgraph } }';

const createApp = `mutation ($input: CreateAppInput!) {
  result: createApp(input: $input) { ... on CreateAppPayload { secret } }
}`;
const revokeApp = `mutation ($appId: ID!) { revokeApp(input: { appId: $appId }) { __typename } }`;
const createdApp = z.object({ result: z.object({ secret: z.string() }) });
const answered = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
/** One of each subgraph. */
const ofMembers = [
  '{ members { edges { cursor } } }',
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

  it('answers an app in its own name, until it is revoked', async () => {
    const input = { id: newId(), name: 'Dispatch', scopes: ['trips:read'], expiresAt: inAnHour() };
    const { result } = await person.read(createdApp, createApp, { input }); // the first account is ADMIN
    const form = { grant_type: 'client_credentials', client_id: input.id, client_secret: result.secret };
    const response = await fetch(`${stack.url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { access_token: token } = z.object({ access_token: z.string() }).parse(await response.json());
    const ask = async (query: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      });
      const { errors = [] } = answered.parse(await answer.json());
      const codes = errors.map(({ extensions }) => extensions.code);
      return { status: answer.status, codes, limit: answer.headers.get('ratelimit-limit') };
    };
    expect(await ask('{ __schema { queryType { name } } }')).toEqual({
      status: 200,
      codes: [],
      limit: '200000',
    });
    for (const query of ofMembers)
      expect(await ask(query)).toMatchObject({ status: 200, codes: ['FORBIDDEN'] });
    await person.data(revokeApp, { appId: input.id });
    expect(await ask('{ __typename }')).toEqual({ status: 401, codes: ['UNAUTHENTICATED'], limit: null });
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
