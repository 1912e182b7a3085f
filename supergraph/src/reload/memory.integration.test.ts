import { setImmediate as breathe } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { expect, it, vi } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { compose, fixtureSupergraph, startFixture } from '../testing/fixture.ts';
import { peopleSdl } from '../testing/people-subgraph.ts';
import { roomsSdl } from '../testing/rooms-subgraph.ts';

const withMotto = compose({
  people: peopleSdl.replace('mood: Mood', 'mood: Mood motto: String'),
  rooms: roomsSdl,
});
const authors = 'subscription { roomEvents(roomId: "r1", afterSeq: 0) { post { author { name } } } }';

it('gathers no supergraphs, however many it served, also under a stream that lived through them all', async () => {
  const graph = await startFixture('in-process', {
    reloadSpread: { windowMs: 0, random: () => 0, pause: () => breathe() },
  });
  const client = socketClient(graph.url, await graph.authorization('ann'));
  const ann = listen(client, authors);
  graph.rooms.post('r1', 'one');
  await vi.waitFor(() => expect(ann.results).toHaveLength(1));
  for (const supergraph of [withMotto, fixtureSupergraph, withMotto, fixtureSupergraph]) {
    await graph.supergraph.reload(supergraph, graph.connections);
    await post(graph.url, '{ people { name } }');
  }
  // The one that is served, and at most one of the four before.
  await vi.waitFor(() => expect(queryObjects(Graph, { format: 'count' })).toBeLessThanOrEqual(2), {
    timeout: 8_000,
    interval: 500,
  });
  graph.rooms.post('r1', 'two');
  await vi.waitFor(() => expect(ann.results).toHaveLength(2));
  await client.dispose();
  await graph.close();
}, 15_000);
