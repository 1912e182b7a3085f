import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from 'graphql-ws';
import { z } from 'zod';
import { connectInProcess } from '../execution/in-process-connection.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { listen, type Listening, post, socketClient } from '../testing/clients.ts';
import { compose, connectTo, type Execution, executions, type Fixture } from '../testing/fixture.ts';
import { fixtureSupergraph, host, startFixture } from '../testing/fixture.ts';
import { federationHeader, federationMachinery, schemaOf } from '../testing/fixture-schema.ts';
import type { MemberName } from '../testing/members.ts';
import { peopleSdl } from '../testing/people-subgraph.ts';
import { roomsSdl } from '../testing/rooms-subgraph.ts';

/** The titles of rooms, taken over by a third subgraph. */
const titlesSdl = `${federationHeader.replace('"@key"', '"@key", "@override"')}
  type Query { titles: Int }
  type Room @key(fields: "id") { id: ID! title: String! @override(from: "rooms") }`;
const titles = () =>
  connectInProcess(
    host(
      'titles',
      schemaOf(`${titlesSdl}${federationMachinery('Room')}`, {
        Query: {
          _entities: (_, { representations }) =>
            z
              .array(z.object({ id: z.string() }))
              .parse(representations)
              .map(({ id }) => ({ __typename: 'Room', id, title: `Title ${id}` })),
        },
      }),
    ),
  );

const withTitles = compose({ people: peopleSdl, rooms: roomsSdl, titles: titlesSdl });
const withMotto = compose({
  people: peopleSdl.replace('mood: Mood', 'mood: Mood motto: String'),
  rooms: roomsSdl,
});
const withoutText = compose({
  people: peopleSdl,
  rooms: roomsSdl.replace('seq: Int! text: String! author', 'seq: Int! author'),
});

const withRule = compose({
  people: peopleSdl,
  rooms: roomsSdl
    .replace('"@key"', '"@key", "@requiresScopes"')
    .replace('text: String! author', 'text: String @requiresScopes(scopes: [["ADMIN"]]) author'),
});

const authors =
  'subscription ($after: Int) { roomEvents(roomId: "r1", afterSeq: $after) { seq post { author { name } } } }';
const texts =
  'subscription ($after: Int) { roomEvents(roomId: "r1", afterSeq: $after) { seq post { text } } }';
const roomTitles =
  'subscription ($after: Int) { roomEvents(roomId: "r1", afterSeq: $after) { seq post { room { title } } } }';
/** It depends on who asks. */
const roomTitlesUnread = roomTitles.replace('title', 'title unread');

describe.each<Execution>(executions)('a reload, subgraphs %s', (execution) => {
  let graph: Fixture;
  let clients: Client[];

  beforeEach(async () => {
    clients = [];
    graph = await startFixture(execution, {
      reloadSpread: { windowMs: 0, random: () => 0, pause: () => breathe() },
    });
  });
  afterEach(async () => {
    for (const client of clients) await client.dispose();
    await graph.close();
  });

  const follow = async (query: string, after?: number, member: MemberName = 'ann'): Promise<Listening> => {
    const client = socketClient(graph.url, await graph.authorization(member));
    clients.push(client);
    return listen(client, query, after === undefined ? {} : { after });
  };
  const reload = (supergraph: string, connections: readonly SubgraphConnection[] = graph.connections) =>
    graph.supergraph.reload(supergraph, connections);
  const opened = (count: number) => vi.waitFor(() => expect(graph.rooms.opened).toHaveLength(count));
  const receives = (listening: Listening, expected: number[]) =>
    vi.waitFor(() => expect(listening.results.map(seqOf)).toEqual(expected), 3_000);
  const again = (name: string): SubgraphConnection => {
    const server = graph.servers[name];
    if (server) return connectTo(name, server.port);
    return connectInProcess(host(name, name === 'rooms' ? graph.rooms.schema : graph.people.schema));
  };
  const replaced = (name: string) =>
    graph.connections.map((connection) => (connection.name === name ? again(name) : connection));

  it('answers by the new schema at once, and a request in flight by the one that it began with', async () => {
    const withoutSlow = compose({ people: peopleSdl.replace('slow(ms: Int!): Int', ''), rooms: roomsSdl });
    const slow = post(graph.url, '{ slow(ms: 300) }');
    await sleep(100);
    await reload(withoutSlow);
    expect(await post(graph.url, '{ slow(ms: 300) }')).toMatchObject({ status: 400 });
    expect((await slow).body).toEqual({ data: { slow: 300 } });
  });

  it('keeps the upstream of a subscription of which only the rest is planned anew', async () => {
    const ann = await follow(authors, 0);
    graph.rooms.post('r1', 'one');
    await receives(ann, [1]);
    await reload(withMotto);
    await sleep(50);
    graph.rooms.post('r1', 'two');
    await receives(ann, [1, 2]);
    expect(graph.rooms.opened).toHaveLength(1);
  });

  it('lets those go on behind their cursor whose upstream changes', async () => {
    const [ann, bob] = [await follow(roomTitles, 0), await follow(roomTitles, undefined, 'bob')];
    await opened(2);
    await sleep(50);
    graph.rooms.post('r1', 'one');
    for (const one of [ann, bob]) await receives(one, [1]);
    await reload(withTitles, [...graph.connections, titles()]);
    await opened(3);
    graph.rooms.post('r1', 'two');
    for (const one of [ann, bob]) await receives(one, [1, 2]);
    expect(ann.results.at(-1)).toEqual({
      data: { roomEvents: { seq: 2, post: { room: { title: 'Title r1' } } } },
    });
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
  });

  it.each([
    ['shared', roomTitles],
    ['own', roomTitlesUnread],
  ])(
    'waits with a quiet subscription (%s) until an event tells where the new upstream begins',
    async (_, query) => {
      const ann = await follow(query);
      await opened(1);
      await sleep(50);
      await reload(withTitles, [...graph.connections, titles()]);
      await sleep(50);
      for (const text of ['one', 'two']) graph.rooms.post('r1', text);
      await receives(ann, [1, 2]);
      expect(ann.results.map(titleOf)).toEqual(['Title r1', 'Title r1']); // all of them as the new one has it
      expect(graph.rooms.opened.map(({ afterSeq }) => afterSeq)).toEqual([null, 0]);
      await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    },
  );

  it.each([
    ['shared', roomTitles],
    ['own', roomTitlesUnread],
  ])(
    'stays with a quiet subscription (%s) where it is when a second reload asks as the first',
    async (_, query) => {
      const ann = await follow(query);
      await opened(1);
      await sleep(50);
      await reload(withTitles, [...graph.connections, titles()]);
      await sleep(50);
      await reload(fixtureSupergraph);
      await sleep(50);
      for (const text of ['one', 'two']) graph.rooms.post('r1', text);
      await receives(ann, [1, 2]);
      expect(ann.results.map(titleOf)).toEqual(['Room r1', 'Room r1']);
      expect(graph.rooms.opened).toHaveLength(1);
    },
  );

  it('goes on from now where a second reload leaves a quiet subscription no way to wait', async () => {
    const ann = await follow(roomTitles);
    await opened(1);
    await sleep(50);
    await reload(withTitles, [...graph.connections, titles()]);
    await sleep(50);
    await reload(withTitles, [...replaced('rooms'), titles()]);
    await opened(2);
    await sleep(50);
    graph.rooms.post('r1', 'one');
    await receives(ann, [1]);
    expect(ann.results.map(titleOf)).toEqual(['Title r1']);
    expect(graph.rooms.opened.map(({ afterSeq }) => afterSeq)).toEqual([null, null]);
  });

  it('goes on over another way to the same subgraph, and closes the one before', async () => {
    const ann = await follow(texts, 0);
    graph.rooms.post('r1', 'one');
    await receives(ann, [1]);
    const before = graph.connections.find(({ name }) => name === 'rooms');
    const closing = vi.spyOn(before ?? again('rooms'), 'close');
    await reload(fixtureSupergraph, replaced('rooms'));
    await vi.waitFor(() => expect(closing).toHaveBeenCalledOnce(), 4_000);
    graph.rooms.post('r1', 'two');
    await receives(ann, [1, 2]);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
  });

  it('ends only those whose fields are gone, and names the field', async () => {
    const [gone, staying] = [await follow(texts, 0), await follow(authors, 0)];
    graph.rooms.post('r1', 'one');
    for (const one of [gone, staying]) await receives(one, [1]);
    await reload(withoutText);
    expect(await gone.ended).toMatchObject([
      {
        message: 'The graph no longer has "Post.text".',
        extensions: { code: 'SCHEMA_CHANGED', field: 'Post.text', retryable: false },
      },
    ]);
    graph.rooms.post('r1', 'two');
    await receives(staying, [1, 2]);
  });

  it('keeps from a viewer from now on what a new rule keeps from him', async () => {
    const ann = await follow(texts, 0);
    graph.rooms.post('r1', 'one');
    await receives(ann, [1]);
    await reload(withRule);
    graph.rooms.post('r1', 'two');
    await receives(ann, [1, 2]);
    expect(ann.results.at(-1)).toMatchObject({
      data: { roomEvents: { seq: 2, post: { text: null } } },
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
  });

  it('serves nothing that cannot be loaded: the one before stays, with all its streams', async () => {
    const ann = await follow(texts, 0);
    await opened(1);
    await expect(reload('type Query { broken: Missing }')).rejects.toThrow();
    await expect(reload(withTitles)).rejects.toThrow('"titles", which is not connected');
    graph.rooms.post('r1', 'one');
    await receives(ann, [1]);
    expect((await post(graph.url, '{ people { id } }')).status).toBe(200);
  });

  it('under load fails no request, drops no stream and loses no event', async () => {
    const following = await Promise.all(
      [authors, texts, roomTitles].flatMap((query) => [follow(query, 0), follow(query, 0, 'bob')]),
    );
    await opened(3);
    let isLoading = true;
    const failures: unknown[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      let count = 0;
      for (; isLoading; count += 1) {
        const { body } = await post(graph.url, '{ people { id name } }');
        if (body.errors) failures.push(body);
      }
      return count;
    });
    const third = titles();
    for (let round = 0; round < 12; round += 1) {
      await (round % 2 === 0
        ? reload(withTitles, [...replaced(round % 4 === 0 ? 'rooms' : 'people'), third])
        : reload(fixtureSupergraph, graph.connections));
      for (let n = 0; n < 4; n += 1) {
        graph.rooms.post('r1', 'x');
        await sleep(5);
      }
    }
    for (const one of following)
      await receives(
        one,
        Array.from({ length: 48 }, (_, index) => index + 1),
      );
    isLoading = false;
    const counts = await Promise.all(asking);
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  }, 20_000);
});

const roomEvent = z.object({ data: z.object({ roomEvents: z.object({ seq: z.number() }) }) });
const seqOf = (result: unknown): number => roomEvent.parse(result).data.roomEvents.seq;

const titledEvent = z.object({
  data: z.object({ roomEvents: z.object({ post: z.object({ room: z.object({ title: z.string() }) }) }) }),
});
const titleOf = (result: unknown): string => titledEvent.parse(result).data.roomEvents.post.room.title;
