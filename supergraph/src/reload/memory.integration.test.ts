import { setImmediate as breathe } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { GraphQLSchema } from 'graphql';
import { beforeEach, expect, it, vi } from 'vitest';
import { Admission } from '../access/admit-operation.ts';
import { Door } from '../access/door.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { Graph } from '../graph/graph.ts';
import { Generation } from '../subscriptions/generation.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { compose, type Fixture, fixtureSupergraph, host, startFixture } from '../testing/fixture.ts';
import { federationHeader, federationMachinery, schemaOf } from '../testing/fixture-schema.ts';
import { peopleSdl } from '../testing/people-subgraph.ts';
import { roomsSdl } from '../testing/rooms-subgraph.ts';

const withMotto = compose({
  people: peopleSdl.replace('mood: Mood', 'mood: Mood motto: String'),
  rooms: roomsSdl,
});
/** Rooms' titles come from somewhere else: whoever asks for them asks rooms for something else than before. */
const titlesSdl = `${federationHeader.replace('"@key"', '"@key", "@override"')}
  type Query { titles: Int }
  type Room @key(fields: "id") { id: ID! title: String! @override(from: "rooms") }`;
const createTitles = () =>
  schemaOf(`${titlesSdl}${federationMachinery('Room')}`, {
    Query: { _entities: () => [{ __typename: 'Room', id: 'r1', title: 'New' }] },
  });
const withTitles = compose({ people: peopleSdl, rooms: roomsSdl, titles: titlesSdl });
const authors = 'subscription { roomEvents(roomId: "r1", afterSeq: 0) { post { author { name } } } }';

/**
 * How many there are while one supergraph is served: each of these holds the rest of it, or a schema. Its schemas are
 * what clients see and the whole; the planner, here in the same thread, has one besides, and each of the two subgraphs.
 */
const ofOneSupergraph = [
  [Door, 1],
  [Admission, 1],
  [Graph, 1],
  [Generation, 1],
  [GraphQLSchema, 5],
] as const;

let graph: Fixture;

beforeEach(async () => {
  graph = await startFixture('in-process', {
    reloadSpread: { windowMs: 0, random: () => 0, pause: () => breathe() },
  });
  return () => graph.close();
});

const reloadTwice = async () => {
  for (const supergraph of [withMotto, fixtureSupergraph])
    await graph.supergraph.reload(supergraph, graph.connections);
};
/** A former one is put away a moment after its last request; each count collects what nobody holds before it counts. */
const expectNoFormerOne = (otherSchemas = 0) =>
  vi.waitFor(
    () => {
      for (const [one, most] of ofOneSupergraph) {
        const count = one === GraphQLSchema ? most + otherSchemas : most;
        expect([one.name, queryObjects(one, { format: 'count' })]).toEqual([one.name, count]);
      }
    },
    { timeout: 20_000, interval: 500 },
  );

it('keeps nothing of former supergraphs, also under a stream that lived through them all', async () => {
  const client = socketClient(graph.url, await graph.authorization('ann'));
  const ann = listen(client, authors);
  graph.rooms.post('r1', 'one');
  await vi.waitFor(() => expect(ann.results).toHaveLength(1));
  for (let times = 0; times < 2; times += 1) {
    await reloadTwice();
    await post(graph.url, '{ people { name } }');
  }
  await expectNoFormerOne();
  graph.rooms.post('r1', 'two');
  await vi.waitFor(() => expect(ann.results).toHaveLength(2));
  await client.dispose();
}, 40_000);

it('keeps nothing of the former one under streams to which nothing has come yet, and which begin anew', async () => {
  const client = socketClient(graph.url, await graph.authorization('ann'));
  const quiet = ['title', 'title unread'].map((asked) =>
    listen(client, `subscription { roomEvents(roomId: "r1") { seq post { room { ${asked} } } } }`),
  );
  await vi.waitFor(() => expect(graph.rooms.opened).toHaveLength(2));
  await graph.supergraph.reload(withTitles, [
    ...graph.connections,
    connectInProcess(host('titles', createTitles())),
  ]);
  await expectNoFormerOne(1);
  expect(graph.rooms.opened).toHaveLength(2); // they wait for what tells where to begin
  graph.rooms.post('r1', 'one');
  for (const { results } of quiet)
    await vi.waitFor(() =>
      expect(results).toMatchObject([{ data: { roomEvents: { seq: 1, post: { room: { title: 'New' } } } } }]),
    );
  await client.dispose();
}, 40_000);

it('keeps nothing of the one that it was opened with, whatever was asked of that', async () => {
  await post(graph.url, '{ people { name } }');
  await post(graph.url, '{ people { nothing } }');
  await post(graph.url, '{ broken }');
  await fetch(`${graph.url}/graphql?query={whoAmI}`, { headers: { 'apollo-require-preflight': 'yes' } });
  await fetch(`${graph.url}/rooms/plain`);
  const client = socketClient(graph.url, await graph.authorization('ann'));
  const ended = listen(client, '{ people { name } }');
  await ended.ended;
  await reloadTwice();
  await expectNoFormerOne();
  await client.dispose();
}, 40_000);
