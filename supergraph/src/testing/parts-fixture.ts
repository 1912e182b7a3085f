import type { ExecutionResult } from 'graphql';
import { connectInProcess } from '../execution/in-process-connection.ts';
import type { SubgraphConnection, SubgraphOperation } from '../execution/subgraph-connection.ts';
import { createSupergraphServer, type SupergraphOptions, type SupergraphServer } from '../server.ts';
import { compose, host, silentLog } from './fixture.ts';
import { createFixtureAccess, type FixtureAccess } from './fixture-access.ts';
import { federationMachinery, schemaOf } from './fixture-schema.ts';

const header = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@external", "@requires", "@authenticated"]
    )
`;
const catalogueSdl = /* GraphQL */ `
  type Query {
    books: [Book!]!
    nothing: Book
  }
  type Mutation {
    add(title: String!): Book!
  }
  type Subscription {
    added: Book
  }
  type Book @key(fields: "id") {
    id: ID!
    title: String!
    shelf: Shelf
  }
  type Shelf {
    row: Int!
    floor: Int!
  }
`;
const reviewsSdl = /* GraphQL */ `
  type Query {
    best: Book
  }
  type Book @key(fields: "id") {
    id: ID!
    stars: Int!
    texts: [String!]
    price: Int @authenticated
  }
`;

const books = [
  { __typename: 'Book', id: 'b1', title: 'Dune', shelf: { row: 1, floor: 0 } },
  { __typename: 'Book', id: 'b2', title: 'Emma', shelf: null },
];

/** Nobody has counted the stars of `b2`. */
const reviews = [
  { __typename: 'Book', id: 'b1', stars: 5, texts: ['Long.'], price: 9 },
  { __typename: 'Book', id: 'b2', stars: null, texts: [], price: 8 },
];

function entitiesOf<Entity extends { readonly id: string }>(all: readonly Entity[]) {
  return (_source: unknown, { representations }: { readonly [name: string]: unknown }) =>
    Array.isArray(representations)
      ? representations.map((told: { readonly id: string }) => all.find(({ id }) => id === told.id) ?? null)
      : [];
}

const catalogue = () =>
  schemaOf(`${header}${catalogueSdl}${federationMachinery('Book')}`, {
    Query: { books: () => books, nothing: () => null, _entities: entitiesOf(books) },
    Mutation: {
      add: (_source, { title }) => ({ __typename: 'Book', id: 'b1', title: String(title), shelf: null }),
    },
  });

const reviewing = () =>
  schemaOf(`${header}${reviewsSdl}${federationMachinery('Book')}`, {
    Query: { best: () => reviews[0], _entities: entitiesOf(reviews) },
  });

interface Gate {
  readonly open: () => void;
}

/** A server over two subgraphs, of which one answers when it is let. */
export interface PartsFixture extends FixtureAccess {
  readonly server: SupergraphServer;
  readonly url: string;
  /** What the subgraph of reviews was asked, answered or not. */
  readonly asked: SubgraphOperation[];
  /** Reviews are answered only after `open()`. */
  hold(): Gate;
}

export async function startParts(options: Partial<SupergraphOptions> = {}): Promise<PartsFixture> {
  const gate: { held: Promise<void> } = { held: Promise.resolve() };
  const asked: SubgraphOperation[] = [];
  const held = connectInProcess(host('reviews', reviewing()));
  const execute = async (operation: SubgraphOperation): Promise<ExecutionResult> => {
    asked.push(operation);
    await gate.held;
    return held.execute(operation);
  };
  const waiting: SubgraphConnection = {
    ...held,
    name: 'reviews',
    execute,
  };
  const access = await createFixtureAccess();
  const server = await createSupergraphServer({
    supergraphSdl: compose({ catalogue: `${header}${catalogueSdl}`, reviews: `${header}${reviewsSdl}` }),
    access: access.access,
    log: silentLog,
    connections: [connectInProcess(host('catalogue', catalogue())), waiting],
    ...options,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return Object.assign(access, {
    ...{ server, url, asked },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate.held = promise;
      return { open: resolve };
    },
  });
}
