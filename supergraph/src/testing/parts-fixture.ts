import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Role } from '@moim/kit/auth/viewer.ts';
import { isMutation } from '../execution/is-mutation.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import type { SubgraphConnection, SubgraphOperation } from '../execution/subgraph-connection.ts';
import { openHere } from '../planning/plan-here.ts';
import { createSupergraphServer, type SupergraphServer } from '../server.ts';
import type { SupergraphOptions } from '../supergraph-options.ts';
import { compose, host, silentLog } from './fixture.ts';
import { createFixtureAccess, type FixtureAccess } from './fixture-access.ts';
import { federationMachinery, schemaOf } from './fixture-schema.ts';

const header = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@external", "@requires", "@authenticated", "@requiresScopes"]
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
    margin: Int @requiresScopes(scopes: [["CX"]])
  }
`;

const books = [
  { __typename: 'Book', id: 'b1', title: 'Dune', shelf: { row: 1, floor: 0 } },
  { __typename: 'Book', id: 'b2', title: 'Emma', shelf: null },
];

/** Nobody has counted the stars of `b2`. */
const reviewsWith = (texts: readonly string[]) => [
  { __typename: 'Book', id: 'b1', stars: 5, texts, price: 9, margin: 1 },
  { __typename: 'Book', id: 'b2', stars: null, texts: [], price: 8, margin: 2 },
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
    Subscription: {
      added: {
        subscribe: async function* () {
          yield { added: books[0] };
        },
      },
    },
    Mutation: {
      add: (_source, { title }) => ({ __typename: 'Book', id: 'b1', title: String(title), shelf: null }),
    },
  });

const reviewing = (texts: readonly string[]) => {
  const reviews = reviewsWith(texts);
  return schemaOf(`${header}${reviewsSdl}${federationMachinery('Book')}`, {
    Query: { best: () => reviews[0], _entities: entitiesOf(reviews) },
  });
};

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
  /** Of the first book; may be added to. */
  readonly texts: string[];
  /** What the catalogue was asked to change, whether it has or not, and what it has. */
  readonly changes: { readonly begun: SubgraphOperation[]; readonly done: SubgraphOperation[] };
  /** Changes are made only after `open()`. */
  holdChanges(): Gate;
  /** What is made of what the subgraph of reviews answers. */
  spoil: (result: ExecutionResult) => ExecutionResult;
  /** Serves the same graph over new connections; the old ones are closed when nobody uses them. */
  reload(): Promise<{ readonly hasClosed: () => boolean }>;
}

const sdl = compose({ catalogue: `${header}${catalogueSdl}`, reviews: `${header}${reviewsSdl}` });
/** Where the log of the catalogue's database stands after a change. */
export const positionOfChange = { cluster: '7', lsn: '0/5' };

class Door {
  passed: Promise<void> = Promise.resolve();

  hold(): Gate {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.passed = promise;
    return { open: resolve };
  }
}

/** @param roles - of everybody who logs in */
export async function startParts(
  options: Partial<SupergraphOptions> = {},
  roles?: readonly Role[],
): Promise<PartsFixture> {
  const [reviewsDoor, changesDoor] = [new Door(), new Door()];
  const asked: SubgraphOperation[] = [];
  const changes = { begun: new Array<SubgraphOperation>(), done: new Array<SubgraphOperation>() };
  const texts = ['Long.'];

  const review = async (operation: SubgraphOperation, answer: Answer): Promise<ExecutionResult> => {
    asked.push(operation);
    await reviewsDoor.passed;
    return fixture.spoil(await answer(operation));
  };
  const change = async (operation: SubgraphOperation, answer: Answer): Promise<ExecutionResult> => {
    if (!isMutation(operation.query)) return answer(operation);
    changes.begun.push(operation);
    await changesDoor.passed;
    const result = await answer(operation);
    changes.done.push(operation);
    return { ...result, extensions: { moimPosition: positionOfChange } };
  };
  const connect = (onClose: () => void): SubgraphConnection[] => {
    const through = (name: string, schema: GraphQLSchema, pass: typeof review): SubgraphConnection => {
      const connection = connectInProcess(host(name, schema));
      const execute = (operation: SubgraphOperation) => pass(operation, (one) => connection.execute(one));
      return { ...connection, name, execute, close: async () => onClose() };
    };
    return [through('catalogue', catalogue(), change), through('reviews', reviewing(texts), review)];
  };

  let hasClosed = false;
  const access = await createFixtureAccess(roles);
  const server = await createSupergraphServer({
    ...{ supergraphSdl: sdl, access: access.access, log: silentLog },
    connections: connect(() => (hasClosed = true)),
    startPlanning: () => openHere,
    ...options,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const fixture: PartsFixture = Object.assign(access, {
    ...{ server, url, asked, changes, texts },
    spoil: (result: ExecutionResult) => result,
    hold: () => reviewsDoor.hold(),
    holdChanges: () => changesDoor.hold(),
    reload: async () => {
      await server.reload(
        sdl,
        connect(() => undefined),
      );
      return { hasClosed: () => hasClosed };
    },
  });
  return fixture;
}

type Answer = SubgraphConnection['execute'];
