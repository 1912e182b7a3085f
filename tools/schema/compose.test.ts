import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compose, CompositionError } from './compose.ts';
import type { SubgraphSdl } from './subgraph-sdl.ts';

const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external"])
`;

const people: SubgraphSdl = {
  name: 'people',
  sdl: `${link}
type Query { me: Person! }
type Person @key(fields: "id") { id: ID!, name: String! }
type Page @shareable { size: Int! }
`,
};

const makeTalk = (sdl: string): SubgraphSdl => ({ name: 'talk', sdl: `${link}\n${sdl}\n` });

function faultsOf(talk: string): readonly string[] {
  try {
    compose([people, makeTalk(talk)]);
    return [];
  } catch (error) {
    if (error instanceof CompositionError) return error.faults;
    throw error;
  }
}

describe('compose', () => {
  const talk = makeTalk('type Person @key(fields: "id") { id: ID!, rooms: [String!]! }');

  it('joins what two subgraphs know of one entity', () => {
    const person = buildSchema(compose([people, talk]).apiSdl).getType('Person');
    expect(person?.toConfig()).toHaveProperty('fields.name');
    expect(person?.toConfig()).toHaveProperty('fields.rooms');
  });

  it('names each subgraph by an address that configuration maps', () => {
    expect(compose([people, talk]).supergraphSdl).toContain(
      '@join__graph(name: "talk", url: "http://talk.internal/graphql")',
    );
  });

  it('does not depend on the order in which the subgraphs are given', () => {
    expect(compose([talk, people]).supergraphSdl).toBe(compose([people, talk]).supergraphSdl);
  });

  it('shows clients no federation machinery', () => {
    expect(compose([people, talk]).apiSdl).not.toMatch(/join__|link__|_Service|_entities/);
  });

  it.each([
    ['an unknown type', 'type Room {\n  text: Foo!\n}', 5, 'Unknown type Foo'],
    ['a field of two owners', 'type Page {\n  size: Int!\n}', 5, 'Non-shareable field "Page.size"'],
    ['types that differ', 'type Page @shareable {\n  size: String!\n}', 5, 'Page.size'],
    [
      'a key without that field',
      'type Person @key(fields: "handle") {\n  id: ID! @shareable\n}',
      4,
      'handle',
    ],
    [
      'a field that cannot be reached',
      'type Query {\n  room: Room!\n}\ntype Room {\n  owner: Person!\n}\ntype Person @key(fields: "id", resolvable: false) {\n  id: ID!\n}\ntype Door @key(fields: "id") {\n  id: ID!\n  lock: String! @external\n}',
      15,
      'lock',
    ],
  ])('names file and line of %s', (_, sdl, line, message) => {
    const fault = faultsOf(sdl).find((text) => text.includes(`schema/subgraphs/talk.graphql:${line}`));
    expect(fault ?? faultsOf(sdl)).toContain(message);
  });
});
