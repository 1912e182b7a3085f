import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, getVariableValues, type GraphQLSchema, parse } from 'graphql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compose } from '../testing/fixture.ts';
import { type CostRules, noCostRules, readCostRules } from './cost-rules.ts';
import { estimateCost } from './estimate-cost.ts';
import { assumedListSize } from './list-size.ts';
import { defaultPoints } from './point-limits.ts';

const sdl = /* GraphQL */ `
  type Query {
    scalar: Int
    one: Node
    many: [Node!]!
    page(first: Int = 20, last: Int): Page!
    sized(first: Int): [Node]
    any: Any
  }
  type Mutation {
    change(by: Int): Node
  }
  type Subscription {
    happened: Node
  }
  interface Any {
    id: ID
  }
  type Node implements Any {
    id: ID
    many: [Node!]!
  }
  type Page {
    edges: [Edge!]!
    total: Int
    info: Node
  }
  type Edge {
    node: Node!
  }
`;
const api = buildSchema(sdl);

function cost(
  query: string,
  variables = {},
  rules: CostRules = noCostRules,
  schema: GraphQLSchema = api,
): number {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation in the test');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) throw new Error('the variables of the test do not fit');
  return estimateCost(schema, rules, { document, operation, coercedVariables: coerced });
}

describe('what an operation costs when nobody weighed anything', () => {
  it.each([
    ['a scalar nothing', '{ scalar __typename }', 0],
    ['an object one', '{ one { id } }', 1],
    ['a list of no known size ten', '{ many { id } }', assumedListSize],
    ['lists within lists their product', '{ many { many { id } } }', 10 + 100],
    ['a list what `first` says', '{ sized(first: 7) { id } }', 7],
    [
      'a page itself, and its edges and nodes as often as it says',
      '{ page(first: 5) { edges { node { id } } } }',
      1 + 5 + 5,
    ],
    ['a page what its default says', '{ page { edges { node { id } } } }', 1 + 20 + 20],
    ['a page counted from its end', '{ page(first: null, last: 3) { edges { node { id } } } }', 1 + 3 + 3],
    ['a page what is no list in it once', '{ page(first: 50) { total info { id } } }', 1 + 1],
    ['a page of less than nothing only itself', '{ page(first: -5) { edges { node { id } } } }', 1],
    ['a change ten', 'mutation { change { id } }', 10 + 1],
    ['two changes twenty', 'mutation { a: change { id } b: change { id } }', 2 * (10 + 1)],
    ['an event of a subscription what is in it', 'subscription { happened { many { id } } }', 1 + 10],
    [
      'fragments what they expand to',
      '{ ...F one { ...G } } fragment F on Query { one { id } } fragment G on Any { id }',
      2,
    ],
    ['what is skipped nothing', '{ one @skip(if: true) { id } a: one @include(if: false) { id } }', 0],
    ['introspection what it costs to answer from memory', '{ __schema { types { fields { name } } } }', 500],
  ])('%s', (_, query, points) => expect(cost(query)).toBe(points));

  it('follows variables', () => {
    const query =
      'query ($first: Int, $no: Boolean!) { page(first: $first) { edges { node { id } } } one @skip(if: $no) { id } }';
    expect(cost(query, { first: 30, no: true })).toBe(61);
    expect(cost(query, { first: null, no: false })).toBe(1 + 10 + 10 + 1);
    expect(cost(query, { no: true })).toBe(41);
  });

  it('grows with what is asked, and never below what it was', () => {
    const size = fc.nat(1_000);
    fc.assert(
      fc.property(size, size, (one, more) => {
        const of = (first: number) => cost(`{ page(first: ${first}) { edges { node { id } } } }`);
        expect(of(one + more)).toBeGreaterThanOrEqual(of(one));
      }),
    );
  });
});

describe('@cost and @listSize of a supergraph', () => {
  const subgraph = /* GraphQL */ `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize", "@shareable"])
    scalar Picture @cost(weight: 5)
    type Query {
      picture: Picture
      dear: Item @cost(weight: 50)
      search(text: String @cost(weight: 20)): [Item!]! @listSize(assumedSize: 30)
      found(limit: Int!): Found! @listSize(slicingArguments: ["limit"], sizedFields: ["items"])
    }
    type Found {
      items: [Item!]!
      count: Int
    }
    type Item @cost(weight: 3) {
      id: ID
    }
  `;
  const renamed = subgraph
    .replace('["@cost", "@listSize", "@shareable"]', '[{ name: "@cost", as: "@points" }, "@listSize"]')
    .replaceAll('@cost(', '@points(');
  const supergraph = compose({ one: subgraph });
  const schema = buildSchema(subgraph.slice(subgraph.indexOf('scalar')), { assumeValidSDL: true });
  const of = (query: string) => cost(query, {}, readCostRules(supergraph), schema);

  it.each([
    ['a scalar by its weight', '{ picture }', 5],
    ['an object by the weight of its field', '{ dear { id } }', 50],
    ['else by that of its type, as often as is assumed', '{ search { id } }', 30 * 3],
    ['an argument by its weight, where it is given', '{ search(text: "x") { id } }', 20 + 30 * 3],
    [
      'a list by the argument of the field around it',
      '{ found(limit: 4) { count items { id } } }',
      1 + 4 * 3,
    ],
  ])('%s', (_, query, points) => expect(of(query)).toBe(points));

  it('are found under whatever name they were linked', () => {
    const { weights } = readCostRules(compose({ one: renamed }));
    expect(Object.fromEntries(weights)).toEqual({
      Picture: 5,
      Item: 3,
      'Query.dear': 50,
      'Query.search(text:)': 20,
    });
  });
});

describe('the operations of the web', () => {
  const read = (name: string) => readFileSync(new URL(import.meta.resolve(`@moim/schema/${name}`)), 'utf8');
  const operations = Object.values(
    z.record(z.string(), z.string()).parse(JSON.parse(read('operations.json'))),
  );
  const schema = buildSchema(read('api.graphql'));
  const rules = readCostRules(read('supergraph.graphql'));
  const largestPage = 100;

  it('may each be asked for the largest page that there is', () => {
    const costs = operations.map((text) => {
      const document = parse(text);
      const operation = getOperationAST(document);
      if (!operation) throw new Error('no operation');
      const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
      const coercedVariables = Object.fromEntries(
        names.filter((name) => /first|last/.test(name)).map((name) => [name, largestPage]),
      );
      return {
        name: operation.name?.value,
        points: estimateCost(schema, rules, { document, operation, coercedVariables }),
      };
    });
    expect(costs.filter(({ points }) => points > defaultPoints.perOperation)).toEqual([]);
    expect(costs.length).toBeGreaterThan(50);
  });
});
