import type { Thing, World } from '@moim/supergraph/testing/federated/world.ts';

const rooms: Thing[] = [1, 2, 3].map((index) => ({
  __typename: 'Room',
  ...{
    id: `r${index}`,
    title: index === 2 ? null : `room ${index}`,
    size: index,
    owner: () => persons[index % 2],
  },
  ...{
    topic: index === 3 ? null : `topic ${index}`,
    members: () => persons.slice(0, index),
    last: () => last(index),
  },
  ...{ code: index === 1 ? 'one' : null },
}));
const persons: Thing[] = [1, 2].map((index) => ({
  __typename: 'Person',
  ...{
    id: `p${index}`,
    name: `person ${index}`,
    age: index === 1 ? null : 30,
    rooms: () => rooms.slice(index),
  },
  ...{ nick: null },
}));
const last = (index: number): Thing | null =>
  index === 1
    ? null
    : { __typename: 'Note', text: `note ${index}`, by: persons[1] ?? null, on: rooms[0] ?? null };

/** Who answers for a field: it was taken over, is shared, or comes along; and what a null takes with it. */
export const ownersWorld: World = {
  subgraphs: {
    rooms: /* GraphQL */ `
      type Query {
        rooms: [Room!]!
        room(id: ID!): Room
        strict: [Room!]
        shared: Int! @shareable
      }
      type Room @key(fields: "id") {
        id: ID!
        title: String
        code: String!
        size: Int!
        topic: String
        owner: Person @provides(fields: "name")
        members: [Person!]!
        last: Note
      }
      type Note @shareable {
        text: String!
        by: Person
        on: Room
      }
      type Person @key(fields: "id") {
        id: ID!
        name: String @external
      }
    `,
    topics: /* GraphQL */ `
      type Query {
        shared: Int! @shareable
      }
      type Room @key(fields: "id") {
        id: ID!
        topic: String @override(from: "rooms")
        shout: String!
      }
    `,
    people: /* GraphQL */ `
      type Query {
        person(id: ID!): Person
        persons: [Person]
        shared: Int! @shareable
      }
      type Person @key(fields: "id") {
        id: ID!
        name: String @shareable
        nick: String!
        age: Int!
        rooms: [Room!]!
      }
      type Room @key(fields: "id", resolvable: false) {
        id: ID!
      }
    `,
  },
  stale: ['rooms Room.topic'],
  things: [
    {
      __typename: 'Query',
      ...{ rooms, persons: [...persons, null], shared: 7, strict: [rooms[0], rooms[1]] },
      room: ({ id }: { id: string }) => rooms.find((one) => one['id'] === id) ?? null,
      person: ({ id }: { id: string }) => persons.find((one) => one['id'] === id) ?? null,
    },
    ...rooms.map((one, index): Thing => Object.assign(one, { shout: index === 1 ? null : 'hey' })),
    ...persons,
  ],
};

export const ownersQueries: readonly string[] = [
  '{ shared }',
  '{ shared rooms { id } persons { name } }',
  '{ rooms { topic } }',
  '{ rooms { id topic title } }',
  '{ room(id: "r1") { topic } }',
  '{ persons { rooms { topic size } } }',
  '{ rooms { owner { name } } }',
  '{ rooms { owner { id name } } }',
  '{ rooms { owner { name rooms { id } } } }',
  '{ rooms { members { name } } }',
  '{ room(id: "r2") { owner { name } members { name } } }',
  '{ rooms { last { text by { name } } } }',
  '{ rooms { last { text on { title topic } by { rooms { title } } } } }',
  '{ rooms { title size } }',
  '{ persons { name } }',
  '{ persons { age } }',
  '{ persons { name age } }',
  '{ person(id: "p1") { age } }',
  '{ person(id: "p2") { age name } }',
  '{ person(id: "p1") { name rooms { title } } }',
  '{ person(id: "p1") { nick } }',
  '{ person(id: "none") { nick name } }',
  '{ rooms { owner { age } } }',
  '{ rooms { owner { name age } size } }',
  '{ rooms { members { age } } }',
  '{ room(id: "r1") { members { age } size } }',
  '{ room(id: "r3") { owner { nick } title } }',
  '{ room(id: "r1") { shout } }',
  '{ room(id: "r2") { shout } }',
  '{ room(id: "r2") { size shout topic } }',
  '{ strict { shout } }',
  '{ strict { shout id } shared }',
  '{ rooms { shout } }',
  '{ persons { rooms { shout } } }',
  '{ rooms { last { on { shout } } } }',
  '{ rooms { last { by { age } text } } }',
  '{ rooms { last { by { nick } } } shared }',
  '{ room(id: "r1") { code } }',
  '{ room(id: "r3") { code title } }',
  '{ a: room(id: "r1") { topic } b: room(id: "r2") { topic } c: room(id: "r3") { topic owner { name } } }',
  '{ a: room(id: "r1") { owner { age } } b: room(id: "r2") { owner { age } } }',
  '{ a: room(id: "r1") { members { x: name } } b: room(id: "r2") { members { x: age } } }',
  '{ room(id: "r1") { id: title title: id topic } }',
  '{ room(id: "r1") { __typename owner { __typename name } } }',
  '{ __typename shared }',
  '{ __schema { queryType { name } } shared }',
  '{ kind: __type(name: "Room") { id: name fields { name } } rooms { id } }',
];
