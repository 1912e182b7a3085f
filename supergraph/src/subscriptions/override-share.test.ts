import { parse } from 'graphql';
import { beforeEach, expect, it } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { passErrors } from '../access/public-errors.ts';
import { Freshness } from '../freshness/freshness.ts';
import { serviceCaller } from '../graph/caller.ts';
import { Graph } from '../graph/graph.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { planHere } from '../planning/plan-here.ts';
import { compose } from '../testing/fixture.ts';
import { Generation } from './generation.ts';
import { readSubscriptionRules } from './subscription-rules.ts';
import { pipeKey } from './sharing-keys.ts';

const header = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])
`;
const supergraphSdl = compose({
  bell: `${header} type Query { a: Int } type Subscription { sold: Item! }
    type Item @key(fields: "id", resolvable: false) { id: ID! }`,
  shop: `${header} type Item @key(fields: "id") { id: ID! price: Int }`,
  till: /* GraphQL */ `
    ${header}
    type Item @key(fields: "id") {
      id: ID!
      price: Int @override(from: "shop", label: "percent(25)")
    }
  `,
});

const asked: string[] = [];
const connectionTo = (name: string): SubgraphConnection => ({
  name,
  execute: async () => {
    asked.push(name);
    return { data: { _entities: [{ price: 3 }] } };
  },
  subscribe: () => {
    throw new TypeError('no stream is opened here');
  },
  fetch: async () => new Response(null, { status: 404 }),
  close: async () => undefined,
});

function load(): Generation {
  const connections = ['bell', 'shop', 'till'].map(connectionTo);
  const freshness = new Freshness({ keyValue: new MemoryKeyValueStore() });
  return new Generation({
    graph: new Graph({ supergraphSdl, planning: planHere(supergraphSdl), connections, freshness }),
    rules: readSubscriptionRules(supergraphSdl),
    ...{ connections, formatError: passErrors, readmit: (subscribing) => subscribing },
  });
}

const query = 'subscription { sold { price } }';
const document = parse(query);
const [operation] = document.definitions;
if (operation?.kind !== 'OperationDefinition') throw new TypeError('no operation');
const admitted = {
  ...{ query, document, operation, operationName: undefined, variables: {}, coercedVariables: {} },
  ...{ asked: null, points: 0 },
};
const planIn = async (generation: Generation, requestId: string) =>
  generation.planFor({ operation: admitted, requestId, caller: serviceCaller('r') });

/** Who is asked about the price of what was sold. */
async function asksOf(generation: Generation, requestId: string): Promise<string> {
  asked.length = 0;
  const data = { sold: { __typename: 'Item', id: '1' } };
  const { perEvent } = await planIn(generation, requestId);
  await generation.graph.execute(perEvent, {
    ...{ variables: {}, caller: serviceCaller('r') },
    initial: { subgraph: 'bell', data, errors: [] },
  });
  return asked.join();
}

const subscriptions = Array.from({ length: 400 }, (_, index) => `subscription ${index}`);
let before: Generation;
beforeEach(() => {
  before = load();
});

it('of a percentage of all subscriptions to one text a field comes from where it is going', async () => {
  const answers: string[] = [];
  for (const id of subscriptions) answers.push(await asksOf(before, id));
  const moved = answers.filter((name) => name === 'till').length / answers.length;
  expect(moved).toBeGreaterThan(0.2);
  expect(moved).toBeLessThan(0.3);
});

it('one that has begun stays among them, also under the next supergraph', async () => {
  const next = load();
  for (const id of subscriptions.slice(0, 40)) expect(await asksOf(next, id)).toBe(await asksOf(before, id));
});

it('those of one choice have one plan and share results, and no others do', async () => {
  const plans = await Promise.all(subscriptions.slice(0, 40).map((id) => planIn(before, id)));
  expect(new Set(plans).size).toBe(2);
  expect(new Set(plans.map((plan) => pipeKey(query, plan, {}, null))).size).toBe(2);
});
