import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { compose } from '../testing/fixture.ts';
import { OverrideLabels } from './override-labels.ts';
import { Planner } from './planner.ts';

const header = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])
`;
const supergraph = compose({
  shop: `${header} type Query { items: [Item] } type Item @key(fields: "id") { id: ID! price: Int stock: Int }`,
  till: /* GraphQL */ `
    ${header}
    type Item @key(fields: "id") {
      id: ID!
      price: Int @override(from: "shop", label: "percent(20)")
    }
  `,
  house: /* GraphQL */ `
    ${header}
    type Item @key(fields: "id") {
      id: ID!
      stock: Int @override(from: "shop", label: "new-house")
    }
  `,
});

it.each([
  [0, { 'percent(20)': true, 'new-house': false }],
  [0.199_999, { 'percent(20)': true, 'new-house': false }],
  [0.2, { 'percent(20)': false, 'new-house': false }],
  [0.999_999, { 'percent(20)': false, 'new-house': false }],
])('at %f of 1 the labels are %j', (random, conditions) => {
  const labels = new OverrideLabels(supergraph);
  expect(Object.fromEntries(labels.choices[labels.choose(random)] ?? [])).toEqual(conditions);
});

it('takes those of a small percentage for a larger one too, and none or all where it says so', () => {
  const sdl = ['percent(0)', 'percent(5)', 'percent(50.5)', 'percent(100)']
    .map((label, index) => `type T${index} { f: Int @join__field(graph: A, overrideLabel: "${label}") }`)
    .join(' ');
  const labels = new OverrideLabels(sdl);
  const trueAt = (random: number): string[] =>
    [...(labels.choices[labels.choose(random)] ?? [])].flatMap(([label, isTrue]) => (isTrue ? [label] : []));
  expect(labels.choices).toHaveLength(5);
  expect(trueAt(0)).toEqual(['percent(5)', 'percent(50.5)', 'percent(100)']);
  expect(trueAt(0.05)).toEqual(['percent(50.5)', 'percent(100)']);
  expect(trueAt(0.504_9)).toEqual(['percent(50.5)', 'percent(100)']);
  expect(trueAt(0.999)).toEqual(['percent(100)']);
});

it('turns other labels on by their names', () => {
  const labels = new OverrideLabels(supergraph, new Set(['new-house', 'percent(20)']));
  const at = (random: number) => Object.fromEntries(labels.choices[labels.choose(random)] ?? []);
  expect([at(0.1), at(0.9)]).toEqual([
    { 'percent(20)': true, 'new-house': true },
    { 'percent(20)': false, 'new-house': true },
  ]);
});

it('asks the subgraph that a field is in', () => {
  const planner = new Planner(supergraph);
  const labels = new OverrideLabels(supergraph, new Set(['new-house']));
  const asked = (random: number): string[] => {
    const document = parse('{ items { price stock } }');
    const plan = planner.plan({ document, operationName: undefined }, labels.choices[labels.choose(random)]);
    return [...JSON.stringify(plan).matchAll(/"serviceName":"(\w+)"/g)].map(([, name = '']) => name).sort();
  };
  expect([asked(0.1), asked(0.9)]).toEqual([
    ['house', 'shop', 'till'],
    ['house', 'shop'],
  ]);
});
