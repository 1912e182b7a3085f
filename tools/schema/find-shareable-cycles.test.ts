import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { findShareableCycles } from './find-shareable-cycles.ts';

const makeSdl = (person: string) => `
directive @shareable on OBJECT | FIELD_DEFINITION
type Query { me: Person }
${person}
type Room { members: [Person!]! }
interface Owned { room: Room! }
type Desk implements Owned { room: Room! }
`;

const cyclesOf = (person: string) =>
  findShareableCycles([{ name: 'people', sdl: makeSdl(person) }], buildSchema(makeSdl(person)));

describe('findShareableCycles', () => {
  it.each([
    ['a field of its own type', 'type Person {\n friend: Person @shareable\n}', 'Person.friend'],
    ['a list of its own type', 'type Person {\n friends: [Person!]! @shareable\n}', 'Person.friends'],
    ['a walk over another type', 'type Person {\n room: Room @shareable\n}', 'Person.room'],
    ['a walk over an interface', 'type Person {\n owned: Owned @shareable\n}', 'Person.owned'],
    ['a type that is shareable as a whole', 'type Person @shareable {\n friend: Person\n}', 'Person.friend'],
  ])('refuses %s and says where', (_, person, coordinate) => {
    expect(cyclesOf(person)).toEqual([{ name: 'people', line: 5, coordinate }]);
  });

  it.each([
    ['a scalar that several answer', 'type Person { name: String @shareable, friend: Person }'],
    ['a walk that only one subgraph answers', 'type Person { room: Room }'],
  ])('lets %s pass', (_, person) => {
    expect(cyclesOf(person)).toEqual([]);
  });
});
