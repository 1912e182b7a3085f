import { expect, it } from 'vitest';
import { composeWithout } from './contract.ts';
import { CompositionError } from './compose.ts';
import type { SubgraphSdl } from './subgraph-sdl.ts';

const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@shareable"])
`;
const people = (fields: string): SubgraphSdl => ({
  name: 'people',
  sdl: `${link}
type Query { me: Person, audit(first: Int): [Line!] @tag(name: "internal"), named: [Named!] }
interface Named { name: String! }
type Person implements Named @key(fields: "id") { id: ID!, name: String!, ${fields} }
type Line { at: When!, kind: Kind! }
type Robot implements Named { name: String! }
scalar When
enum Kind { READ WROTE }`,
});
const talk: SubgraphSdl = {
  name: 'talk',
  sdl: `${link}
type Query { rooms: [Room!] }
type Room { title: String!, owner: Person, secret: Secret @tag(name: "internal") }
type Secret { word: String! }
type Person @key(fields: "id") { id: ID!, rooms: [Room!] }`,
};

it('leaves out what is tagged, and what nothing leads to then', () => {
  expect(composeWithout('internal', [people('age: Int @tag(name: "internal")'), talk]).apiSdl)
    .toMatchInlineSnapshot(`
    "directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT

    interface Named {
      name: String!
    }

    type Person implements Named {
      id: ID!
      name: String!
      rooms: [Room!]
    }

    type Query {
      me: Person
      named: [Named!]
      rooms: [Room!]
    }

    type Robot implements Named {
      name: String!
    }

    type Room {
      owner: Person
      title: String!
    }"
  `);
});

it('hides nothing under another tag', () => {
  const { apiSdl } = composeWithout('other', [people('age: Int'), talk]);
  expect(apiSdl).toContain('audit(first: Int): [Line!]');
  expect(apiSdl).toContain('secret: Secret');
});

it('refuses to hide what something that stays needs', () => {
  const needed = { name: 'talk', sdl: talk.sdl.replace('type Secret', 'type Secret @tag(name: "internal")') };
  const stays = {
    ...needed,
    sdl: needed.sdl.replace('secret: Secret @tag(name: "internal")', 'secret: Secret'),
  };
  expect(() => composeWithout('internal', [people('age: Int'), stays])).toThrow(CompositionError);
});
