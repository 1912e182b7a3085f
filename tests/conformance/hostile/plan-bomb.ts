import { federationMachinery, schemaOf } from '@moim/supergraph/testing/fixture-schema.ts';

const names = ['a', 'b', 'c'];

/** A recursive field of an interface that three subgraphs may answer: each level multiplies the ways to go. */
const typesOf = (name: string): string => `
  type Query { n: I @shareable ${name}: Int }
  interface I { id: ID! n: I }
  type N implements I @key(fields: "id") { id: ID! n: I @shareable ${name}: Int }
  type M implements I @key(fields: "id") { id: ID! n: I @shareable m${name}: Int }`;

const header = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  directive @key(fields: String!) on OBJECT
  directive @shareable on FIELD_DEFINITION`;

/** SDL by subgraph name. */
export const bombSdls: Readonly<Record<string, string>> = Object.fromEntries(
  names.map((name) => [name, `${header.split('directive')[0]} ${typesOf(name)}`]),
);

/** What the subgraphs run: each answers its own field. */
export const bombSchemas = names.map((name) => ({
  name,
  schema: schemaOf(`${header} ${typesOf(name)} ${federationMachinery('N | M')}`, {
    Query: { [name]: () => 1, _entities: () => [] },
  }),
}));

const nested = (levels: number): string => `${'{n'.repeat(levels)}{id}${'}'.repeat(levels)}`;

/** Within every limit that is looked at before planning. */
export const bombs: readonly (readonly [name: string, query: string])[] = [
  ['nine levels in 31 bytes', nested(9)],
  [
    'fragments that fold the levels',
    '{ n { ...F } } fragment F on I { n { ...G } } fragment G on I { n { ...H } } fragment H on I { n { n { n { id } } } }',
  ],
];
