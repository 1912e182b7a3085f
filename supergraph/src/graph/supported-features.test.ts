import { expect, it } from 'vitest';
import { takeAccessRules } from '../access/access-rules.ts';
import { compose } from '../testing/fixture.ts';
import { schemaOf } from '../planning/supergraph-facts.ts';
import { Planner } from './planner.ts';

const header = (...imports: string[]) => /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ${JSON.stringify(['@key', ...imports])})
`;
const other = `${header()} type Item @key(fields: "id") { id: ID! stock: Int }`;
const plannerFor = (sdl: string): Planner =>
  new Planner(takeAccessRules(compose({ one: sdl, two: other })).sdl);

/** What a subgraph of any Federation 2 may say; what each of them does is tested where it is done. */
it.each([
  ['@authenticated', `${header('@authenticated')} type Query { item: Item @authenticated }`],
  [
    '@requiresScopes',
    `${header('@requiresScopes')} type Query { item: Item @requiresScopes(scopes: [["a"]]) }`,
  ],
  ['@policy', `${header('@policy')} type Query { item: Item @policy(policies: [["a"]]) }`],
  ['@cost', `${header('@cost')} type Query { item: Item @cost(weight: 3) }`],
  ['@listSize', `${header('@listSize')} type Query { item: Item items: [Item] @listSize(assumedSize: 3) }`],
  ['@cacheTag', `${header('@cacheTag')} type Query { item: Item @cacheTag(format: "items") }`],
  ['@tag', `${header('@tag')} type Query { item: Item @tag(name: "a") }`],
  ['@inaccessible', `${header('@inaccessible')} type Query { item: Item hidden: Int @inaccessible }`],
  [
    '@composeDirective',
    `${header('@composeDirective')}
     extend schema @link(url: "https://example.com/mine/v1.0", import: ["@mine"]) @composeDirective(name: "@mine")
     directive @mine(a: Int) on FIELD_DEFINITION
     type Query { item: Item @mine(a: 1) }`,
  ],
  [
    '@context',
    `${header('@context', '@fromContext')}
     type Query @context(name: "all") { language: String item: Item }
     type Item @key(fields: "id") { id: ID! name(in: String @fromContext(field: "$all { language }")): String }`,
  ],
])('loads a supergraph with %s', (_, sdl) => {
  const item = sdl.includes('type Item') ? '' : 'type Item @key(fields: "id") { id: ID! }';
  const { facts } = plannerFor(`${sdl} ${item}`);
  expect(facts.subgraphs).toEqual(['one', 'two']);
  expect(
    schemaOf(facts.apiSdl)
      .getDirectives()
      .map(({ name }) => name),
  ).not.toContain('context');
});

it('refuses connectors, which answer without a subgraph, and names them', () => {
  const connected = `${header()}
    extend schema
      @link(url: "https://specs.apollo.dev/connect/v0.2", import: ["@connect", "@source"])
      @source(name: "api", http: { baseURL: "https://example.com" })
    type Query { item: Item @connect(source: "api", http: { GET: "/item" }, selection: "id") }
    type Item @key(fields: "id") { id: ID! }`;
  expect(() => plannerFor(connected)).toThrow(
    'feature https://specs.apollo.dev/connect/v0.3 is for: EXECUTION but is unsupported',
  );
});
