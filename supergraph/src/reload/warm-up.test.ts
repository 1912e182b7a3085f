import { describe, expect, it } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { Admission } from '../access/admit-operation.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { Freshness } from '../freshness/freshness.ts';
import { Graph } from '../graph/graph.ts';
import { defaultLimits } from '../limits/operation-limits.ts';
import { supergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { compose, fixtureSupergraph, host } from '../testing/fixture.ts';
import { createPeople, peopleSdl } from '../testing/people-subgraph.ts';
import { RoomsSubgraph, roomsSdl } from '../testing/rooms-subgraph.ts';
import { planHere } from '../planning/plan-here.ts';
import { warmUp } from './warm-up.ts';

const connections = [
  connectInProcess(host('people', createPeople().schema)),
  connectInProcess(host('rooms', new RoomsSubgraph().schema)),
];

/** A supergraph with its cache of plans, and how many plans were made for it. */
function load(supergraphSdl: string) {
  const counts = { planned: 0, known: 0, missed: 0 };
  const metrics = {
    ...supergraphMetrics(),
    planned: () => void (counts.planned += 1),
    askedForPlan: (isKnown: boolean) => void (counts[isKnown ? 'known' : 'missed'] += 1),
  };
  const freshness = new Freshness({ keyValue: new MemoryKeyValueStore() });
  const graph = new Graph({
    ...{ supergraphSdl, planning: planHere(supergraphSdl) },
    ...{ connections, freshness, metrics },
  });
  const admission = new Admission({
    schema: graph.apiSchema,
    limits: defaultLimits,
    hidesSchemaFromAnonymous: false,
  });
  const ask = async (query: string) => {
    const request = { query, operationName: undefined, variables: { id: 'ann' } };
    const { document } = admission.admit(request, true);
    await graph.prepare({ document, operationName: undefined }, null);
  };
  return { graph, admission, ask, counts };
}

describe('a new supergraph', () => {
  it('has planned what the one before is asked, when it is asked itself', async () => {
    const [before, next] = [load(fixtureSupergraph), load(fixtureSupergraph)];
    const queries = [
      '{ people { id } }',
      '{ people { name } }',
      'query Q($id: ID!) { person(id: $id) { name } }',
    ];
    for (const query of queries) await before.ask(query);
    await warmUp(next, before);
    expect(next.counts).toEqual({ planned: 3, known: 0, missed: 0 });
    for (const query of queries) await next.ask(query);
    expect(next.counts).toEqual({ planned: 3, known: 3, missed: 0 });
  });

  it('leaves out what it does not admit', async () => {
    const changed = compose({ people: peopleSdl.replace('name: String!', 'title: String'), rooms: roomsSdl });
    const [before, next] = [load(fixtureSupergraph), load(changed)];
    for (const query of ['{ people { name } }', '{ people { id } }']) await before.ask(query);
    await warmUp(next, before);
    expect(next.counts.planned).toBe(1);
  });

  it('has planned what is asked where a field has gone over wholly, or in part', async () => {
    for (const percent of [100, 0, 50]) {
      const moving = compose({
        people: peopleSdl.replace('whoAmI: String', 'whoAmI: String moved: Int'),
        rooms: roomsSdl.replace(
          'room(id: ID!): Room',
          `room(id: ID!): Room moved: Int @federation__override(from: "people", label: "percent(${percent})")`,
        ),
      });
      const [before, next] = [load(moving), load(moving)];
      await before.ask('{ moved }');
      await warmUp(next, before);
      await next.ask('{ moved }');
      expect(next.counts).toMatchObject({ known: 1, missed: 0 });
    }
  });

  it('plans the busiest first', async () => {
    const { graph, admission, ask } = load(fixtureSupergraph);
    for (const query of ['{ people { id } }', '{ people { name } }', '{ people { name } }']) await ask(query);
    const texts = graph.busiest(1).map((operation) => admission.firstAsked(operation)?.query);
    expect(texts).toEqual(['{ people { name } }']);
  });
});
