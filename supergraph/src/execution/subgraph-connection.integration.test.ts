import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildSchema, type ExecutionResult } from 'graphql';
import { z } from 'zod';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { ListeningServer } from '@moim/kit/server/listen.ts';
import type { Route } from '@moim/kit/server/route.ts';
import { connectTo, host, serve } from '../testing/fixture.ts';
import { members } from '../testing/members.ts';
import { createPeople } from '../testing/people-subgraph.ts';
import { RoomsSubgraph } from '../testing/rooms-subgraph.ts';
import { connectInProcess } from './in-process-connection.ts';
import { readJson } from './read-json.ts';
import type { SubgraphConnection } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

const ann: OperationIdentity = {
  viewer: { memberId: members.ann, sessionId: members.ann, roles: ['MEMBER'], membershipVersion: 7 },
  isService: false,
  requestId: 'request-1',
};
const service: OperationIdentity = { viewer: null, isService: true, requestId: 'request-2' };

/** The same promises whichever way a subgraph is reached. */
describe.each(['in-process', 'remote', 'remote by events'] as const)('a connection, %s', (execution) => {
  let rooms: RoomsSubgraph;
  let connection: SubgraphConnection;
  let other: SubgraphConnection;
  let servers: ListeningServer[];

  beforeEach(async () => {
    rooms = new RoomsSubgraph();
    const route: Route = {
      method: 'POST',
      path: '/rooms/echo/:word',
      auth: 'public',
      handle: async ({ request, params, identity, clientAddress }) =>
        new Response(JSON.stringify({ ...params, body: await request.text(), identity, clientAddress }), {
          status: 201,
          headers: [
            ['set-cookie', 'a=1; Path=/'],
            ['set-cookie', 'b=2; Path=/'],
          ],
        }),
    };
    const hosted = [host('rooms', rooms.schema, [route]), host('people', createPeople().schema)];
    servers = execution === 'in-process' ? [] : await Promise.all(hosted.map((one) => serve(one)));
    const streams = execution === 'remote' ? 'socket' : 'events';
    const connected = hosted.map((one, index) =>
      execution === 'in-process'
        ? connectInProcess(one)
        : connectTo(one.name, servers[index]?.port ?? 0, { streams }),
    );
    [connection, other] = [connected[0] ?? fail(), connected[1] ?? fail()];
  });
  afterEach(async () => {
    await Promise.all([connection.close(), other.close(), ...servers.map((server) => server.close())]);
  });

  const ask = (query: string, variables = {}, identity = ann) =>
    other.execute({ query, variables, identity });

  it('answers a query with variables', async () => {
    const { data } = await ask('query ($id: ID!) { person(id: $id) { id name } }', { id: 'ann' });
    expect(data).toEqual({ person: { id: 'ann', name: 'ANN' } });
  });

  it('tells the subgraph who asks, and nothing else', async () => {
    const { data } = await ask('{ whoAmI }');
    expect(JSON.parse(String(data?.['whoAmI']))).toEqual({ identity: ann });
  });

  it('keeps a public error with its code and path', async () => {
    const { data, errors } = await ask('{ forbidden }');
    expect(data).toEqual({ forbidden: null });
    expect(errors?.[0]?.toJSON()).toMatchObject({
      message: 'Not for you.',
      path: ['forbidden'],
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('gives nothing away of an internal one', async () => {
    const { errors } = await ask('{ broken }');
    expect(JSON.stringify(errors)).not.toContain('10.0.0.1');
    expect(errors?.[0]?.extensions['code']).toBe('INTERNAL');
  });

  it('answers an operation that does not fit its schema with errors, not with an exception', async () => {
    const { data, errors } = await ask('{ nothingLikeThis }');
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toContain('nothingLikeThis');
  });

  const follow = (afterSeq: number | null, identity = service) =>
    connection.subscribe({
      query:
        'subscription ($after: Int) { roomEvents(roomId: "r1", afterSeq: $after) { seq post { text } } }',
      variables: afterSeq === null ? {} : { after: afterSeq },
      identity,
    });
  const seqs = (results: readonly ExecutionResult[]) =>
    results.map((result) => roomEvent.parse(result).data.roomEvents.seq);
  const take = async (stream: AsyncIterable<ExecutionResult>, count: number) => {
    const results: ExecutionResult[] = [];
    for await (const result of stream) if (results.push(result) === count) break;
    return results;
  };

  it('streams events in order, those of the past first', async () => {
    for (const text of ['one', 'two', 'three']) rooms.post('r1', text);
    const stream = follow(1);
    expect((await stream.next()).value).toMatchObject({ data: { roomEvents: { seq: 2 } } });
    rooms.post('r1', 'four');
    expect(seqs(await take(stream, 2))).toEqual([3, 4]);
  });

  it('ends the subgraph’s side at once when the reader stops, also while it waits', async () => {
    const stream = follow(null);
    const waiting = stream.next();
    await vi.waitFor(() => expect(rooms.open).toBe(1));
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await vi.waitFor(() => expect(rooms.open).toBe(0));
  });

  it('gives the refusal of a subscription as its only result, with errors of the library’s class', async () => {
    const stranger = { ...ann, viewer: { ...(ann.viewer ?? fail()), memberId: members.eve } };
    const results = await take(follow(null, stranger), 9);
    expect(results).toHaveLength(1);
    expect(results[0]?.data).toBeUndefined();
    expect(results[0]?.errors?.[0]?.toJSON().extensions).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('serves many subscriptions of different viewers at once', async () => {
    const streams = Array.from({ length: 20 }, (_, index) => follow(0, index % 2 ? ann : service));
    const reading = Promise.all(streams.map((stream) => take(stream, 1)));
    await vi.waitFor(() => expect(rooms.open).toBe(20));
    rooms.post('r1', 'hello');
    expect((await reading).flatMap(seqs)).toEqual(Array.from({ length: 20 }, () => 1));
    const asked = rooms.opened.map(({ identity }) => identity.viewer?.memberId ?? 'service');
    expect(new Set(asked)).toEqual(new Set([members.ann, 'service']));
  });

  it('reads the JSON of a plain route, as the supergraph itself', async () => {
    expect(await readJson(connection, '/rooms/echo/hi', { 단어: 1 }, service)).toMatchObject({
      word: 'hi',
      body: '{"단어":1}',
      identity: service,
    });
  });

  it('passes plain HTTP through, cookies and bodies included', async () => {
    const request = new Request('http://x/rooms/echo/hi', { method: 'POST', body: 'some text' });
    const response = await connection.fetch(request, { identity: ann, clientAddress: '192.0.2.7' });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
    expect(await response.json()).toMatchObject({
      word: 'hi',
      body: 'some text',
      clientAddress: '192.0.2.7',
    });
  });

  it('answers 404 for a path that nobody serves', async () => {
    const response = await connection.fetch(new Request('http://x/rooms/none'), {
      identity: ann,
      clientAddress: '',
    });
    expect(response.status).toBe(404);
  });

  it('is unavailable once closed', async () => {
    await other.close();
    await expect(ask('{ people { id } }')).rejects.toBeInstanceOf(SubgraphUnavailableError);
  });
});

describe('a subgraph in another process', () => {
  const schema = buildSchema('type Query { hello: String } type Subscription { ticks: Int }');

  it('that is not there is named, and its address is not', async () => {
    const connection = connectTo('rooms', 20_599);
    const failure = await connection
      .execute({ query: '{ hello }', variables: {}, identity: ann })
      .catch(String);
    expect(failure).toContain('"rooms" does not answer');
    expect(failure).not.toContain('20599');
    await connection.close();
  });

  it('is found again on the same connection after it came back', async () => {
    const first = await serve(host('rooms', schema));
    const connection = connectTo('rooms', first.port);
    const hello = () => connection.execute({ query: '{ hello }', variables: {}, identity: ann });
    expect(await hello()).toEqual({ data: { hello: null } });
    await first.close();
    await expect(hello()).rejects.toBeInstanceOf(SubgraphUnavailableError);
    const second = await serve(host('rooms', schema), first.port);
    await vi.waitFor(async () => expect(await hello()).toEqual({ data: { hello: null } }), 5_000);
    await connection.close();
    await second.close();
  });

  it('does not fail a query for the connections that a restart left dead in the pool', async () => {
    const first = await serve(host('rooms', schema));
    const connection = connectTo('rooms', first.port);
    const hello = () => connection.execute({ query: '{ hello }', variables: {}, identity: ann });
    await hello();
    await first.close();
    const second = await serve(host('rooms', schema), first.port);
    expect(await hello()).toEqual({ data: { hello: null } });
    await connection.close();
    await second.close();
  });
});

function fail(): never {
  throw new Error('missing in the fixture');
}

const roomEvent = z.object({ data: z.object({ roomEvents: z.object({ seq: z.number() }) }) });
