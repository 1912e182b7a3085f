import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { decideConditions } from '../execution/decide-conditions.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { Freshness } from '../freshness/freshness.ts';
import { planHere } from '../planning/plan-here.ts';
import { fixtureSupergraph, host } from '../testing/fixture.ts';
import { createPeople } from '../testing/people-subgraph.ts';
import { RoomsSubgraph } from '../testing/rooms-subgraph.ts';
import { Caller } from './caller.ts';
import { Graph } from './graph.ts';

const graph = new Graph({
  supergraphSdl: fixtureSupergraph,
  planning: planHere(fixtureSupergraph),
  connections: [
    connectInProcess(host('people', createPeople().schema)),
    connectInProcess(host('rooms', new RoomsSubgraph().schema)),
  ],
  freshness: new Freshness({ keyValue: new MemoryKeyValueStore() }),
});
const caller = new Caller({ viewer: null, isService: false, requestId: 'r' });

it.each([
  ['a field', '{ people { name @skip(if: true) } }', { people: [{}, {}, {}] }],
  ['a fragment', '{ people { ... on Person { name @skip(if: true) } } }', { people: [{}, {}, {}] }],
  ['all of it', '{ people @skip(if: true) { name } }', {}],
])('plans what decided conditions left nothing of: %s', async (_, text, data) => {
  const operation = { document: decideConditions(parse(text)), operationName: undefined };
  const prepared = await graph.prepare(operation, caller);
  const answer = await graph.execute(prepared, { variables: {}, caller });
  expect({ data: answer.data, errors: answer.errors }).toEqual({ data, errors: [] });
});
