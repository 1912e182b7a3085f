import type { Thing, World } from '@moim/supergraph/testing/federated/world.ts';

/** Entities that every subgraph finds by another key. */
const parts: Thing[] = [1, 2, 3].map((index) => ({
  __typename: 'Part',
  ...{ id: `p${index}`, code: `c${index}`, name: `part ${index}`, stock: index * 10, weight: index / 2 },
  ...{
    place: { __typename: 'Place', hall: `h${index % 2}`, row: index, shelf: `s${index}` },
    label: `<${index}>`,
  },
}));
const machines: Thing[] = [1, 2].map((index) => ({
  __typename: 'Machine',
  ...{ serial: `m${index}`, maker: { __typename: 'Maker', id: `k${index}`, name: `maker ${index}` } },
  ...{
    parts: parts.slice(0, index),
    spare: parts[index] ?? null,
    hours: index * 100,
    grid: [parts.slice(0, 2), []],
  },
}));

export const keysWorld: World = {
  subgraphs: {
    workshop: /* GraphQL */ `
      type Query {
        machines: [Machine!]!
        machine(serial: ID!): Machine
        spare: Part
      }
      type Machine @key(fields: "serial maker { id }") {
        serial: ID!
        maker: Maker!
        parts: [Part!]!
        spare: Part
        grid: [[Part!]!]!
      }
      type Maker @key(fields: "id") {
        id: ID!
      }
      type Part @key(fields: "id") {
        id: ID!
      }
    `,
    catalogue: /* GraphQL */ `
      type Query {
        part(code: ID!): Part
      }
      type Part @key(fields: "id") @key(fields: "code") {
        id: ID!
        code: ID!
        name: String!
        place: Place! @shareable
      }
      type Place @shareable {
        hall: ID!
        row: Int!
        shelf: String
      }
      type Maker @key(fields: "id") {
        id: ID!
        name: String
      }
    `,
    stock: /* GraphQL */ `
      type Part @key(fields: "code") {
        code: ID!
        stock: Int
      }
      type Machine @key(fields: "serial maker { id }") {
        serial: ID!
        maker: Maker!
        hours: Int
      }
      type Maker @key(fields: "id", resolvable: false) {
        id: ID!
      }
    `,
    halls: /* GraphQL */ `
      type Part @key(fields: "place { hall row }") {
        place: Place!
        weight: Float
      }
      type Place @shareable {
        hall: ID!
        row: Int!
      }
    `,
    labels: /* GraphQL */ `
      type Part
        @key(fields: "id place { row shelf }")
        @key(fields: "place { hall row }", resolvable: false)
        @key(fields: "code", resolvable: false) {
        id: ID!
        code: ID!
        place: Place!
        name: String! @external
        label: String @requires(fields: "name")
      }
      type Place @shareable {
        hall: ID!
        row: Int!
        shelf: String
      }
    `,
  },
  things: [
    {
      __typename: 'Query',
      ...{ machines, spare: parts[2] },
      machine: ({ serial }: { serial: string }) => machines.find((one) => one['serial'] === serial) ?? null,
      part: ({ code }: { code: string }) => parts.find((one) => one['code'] === code) ?? null,
    },
    ...parts,
    ...machines,
    ...machines.map(({ maker }): Thing => Object.assign({ __typename: 'Maker' }, maker)),
  ],
  computed: { 'Part.label': (read) => `label of ${String(read('name'))}` },
};

export const keysQueries: readonly string[] = [
  '{ spare { id } }',
  '{ spare { name } }',
  '{ spare { code stock } }',
  '{ spare { stock } }',
  '{ spare { weight } }',
  '{ spare { label } }',
  '{ spare { id code name stock weight label place { hall row shelf } } }',
  '{ part(code: "c1") { weight stock label } }',
  '{ part(code: "c1") { place { shelf } weight } }',
  '{ part(code: "none") { weight stock label } }',
  '{ machines { serial } }',
  '{ machines { hours } }',
  '{ machines { hours maker { name } } }',
  '{ machines { maker { id } hours parts { name stock } } }',
  '{ machines { parts { label weight } spare { label weight } } }',
  '{ machines { a: parts { name } b: parts { stock } } }',
  '{ machines { grid { name stock weight } } }',
  '{ machine(serial: "m2") { hours spare { stock } parts { id: name } } }',
  '{ machine(serial: "m2") { serial: hours parts { code: stock stock: code } } }',
  '{ machine(serial: "m2") { maker { id: name name: id } hours } }',
  '{ machine(serial: "none") { hours } }',
  '{ spare { place: name weight } }',
  '{ spare { __typename: name weight } }',
  '{ part(code: "c2") { id: code label name: label } }',
];

export const mashUpWorld: World = {
  subgraphs: {
    names: /* GraphQL */ `
      type Thing
        @key(fields: "id")
        @key(fields: "pId", resolvable: false)
        @key(fields: "pair { one two }", resolvable: false)
        @key(fields: "id pair { two three }", resolvable: false) {
        id: ID!
        pId: ID!
        pair: Pair!
        name: String!
      }
      type Pair {
        one: ID!
        two: ID!
        three: ID!
      }
    `,
    shelves: /* GraphQL */ `
      type Query {
        shelf: Shelf
      }
      type Shelf @key(fields: "id") {
        id: ID!
        things: [Thing!]!
      }
      type Thing
        @key(fields: "pair { one two }", resolvable: false)
        @key(fields: "id pair { two three }")
        @key(fields: "pId", resolvable: false)
        @key(fields: "id", resolvable: false) {
        id: ID!
        pId: ID!
        pair: Pair!
        name: String! @external
        shown: String! @requires(fields: "name")
      }
      type Pair {
        one: ID!
        two: ID!
        three: ID!
      }
    `,
  },
  things: mashedUp(),
  computed: { 'Thing.shown': (read) => `shown ${String(read('name'))}` },
};

function mashedUp(): Thing[] {
  const things: Thing[] = ['x', 'y'].map((id) => ({
    __typename: 'Thing',
    ...{
      id,
      pId: `p${id}`,
      name: `thing ${id}`,
      pair: { __typename: 'Pair', one: '1', two: '2', three: id },
    },
  }));
  const shelf: Thing = { __typename: 'Shelf', id: '1', things };
  return [{ __typename: 'Query', shelf }, shelf, ...things];
}

export const mashUpQueries: readonly string[] = [
  '{ shelf { things { id } } }',
  '{ shelf { things { name } } }',
  '{ shelf { things { shown } } }',
  '{ shelf { id things { id name shown } } }',
  '{ shelf { things { pId pair { one two three } shown } } }',
  '{ shelf { things { pair { one: three } shown name } } }',
];
