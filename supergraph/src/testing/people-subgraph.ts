import type { GraphQLSchema } from 'graphql';
import { DomainError } from '@moim/kit/errors/domain-error.ts';
import { federationHeader, federationMachinery, schemaOf } from './fixture-schema.ts';

export const peopleSdl = `${federationHeader}
  type Query {
    person(id: ID!): Person
    people: [Person!]!
    whoAmI: String
    broken: String
    forbidden: String
    slow(ms: Int!): Int
  }
  type Person @key(fields: "id") {
    id: ID!
    name: String!
    mood: Mood
  }
  enum Mood { HAPPY SECRET @inaccessible }
`;

const people = new Map(
  ['ann', 'bob', 'cho'].map((id) => [id, { __typename: 'Person', id, name: id.toUpperCase() }]),
);

/** Counts what it is asked, so that a test can see sharing and batching. */
export interface PeopleSubgraph {
  readonly schema: GraphQLSchema;
  entityRequests: number;
  /** Entities are asked for in vain. */
  isAway: boolean;
}

/** A subgraph of persons: entities, errors of every kind, and who it believes to be asked by. */
export function createPeople(): PeopleSubgraph {
  const counters = { entityRequests: 0, isAway: false };
  const schema = schemaOf(`${peopleSdl}${federationMachinery('Person')}`, {
    Query: {
      person: (_source, { id }) => people.get(String(id)) ?? null,
      people: () => [...people.values()],
      whoAmI: (_source, _args, context) => JSON.stringify(context),
      broken: () => {
        throw new Error('secret at 10.0.0.1');
      },
      forbidden: () => {
        throw new DomainError('FORBIDDEN', 'Not for you.');
      },
      slow: (_source, { ms }) => new Promise((resolve) => setTimeout(() => resolve(ms), Number(ms))),
      _entities: (_source, { representations }) => {
        counters.entityRequests += 1;
        if (counters.isAway) throw new Error('away');
        const keys: unknown = representations;
        return Array.isArray(keys) ? keys.map((key: { id: string }) => people.get(key.id) ?? null) : [];
      },
    },
    Person: { mood: () => 'SECRET' },
  });
  return Object.assign(counters, { schema });
}
