import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { Freshness } from '../freshness/freshness.ts';
import { planHere } from '../planning/plan-here.ts';
import { fixtureSupergraph, host } from '../testing/fixture.ts';
import { createPeople } from '../testing/people-subgraph.ts';
import { RoomsSubgraph } from '../testing/rooms-subgraph.ts';
import { Caller } from './caller.ts';
import { Graph } from './graph.ts';

const ours = 'query Ours { people { id ... @defer { name } } }';
const here = planHere(fixtureSupergraph);
const turns: string[] = [];
const graph = new Graph({
  supergraphSdl: fixtureSupergraph,
  planning: {
    ...here,
    ask: (question, demand) => {
      turns.push(...demand.whos);
      return here.ask(question, demand);
    },
  },
  connections: [
    connectInProcess(host('people', createPeople().schema)),
    connectInProcess(host('rooms', new RoomsSubgraph().schema)),
  ],
  freshness: new Freshness({ keyValue: new MemoryKeyValueStore() }),
  trusted: new Set([ours]),
});
const nobody = new Caller({ viewer: null, isService: false, requestId: 'r', clientAddress: '192.0.2.7' });

it('plans what is known beforehand in turns of its own, whole and in parts, and all else in its payer’s', async () => {
  const operation = (text: string) => ({ document: parse(text), operationName: undefined });
  await graph.prepare(operation(ours), nobody);
  await graph.prepareDeferred(operation(ours), {}, { caller: nobody, deadline: null });
  await graph.prepare(operation('query Another { people { id } }'), nobody);
  await graph.prepare(operation('query OfNobody { people { id } }'), null);
  expect(turns).toEqual([`document:${ours}`, `document:${ours}`, 'address:192.0.2.7', '']);
});
