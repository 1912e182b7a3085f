import type { KeyObject } from 'node:crypto';
import { createInternalTokenVerifier } from '@moim/kit/auth/internal-token.ts';
import { type Authenticate, createAuthenticate } from '@moim/kit/server/authenticate.ts';
import type { ListeningServer } from '@moim/kit/server/listen.ts';
import { serveSubgraph } from '@moim/kit/server/serve-subgraph.ts';
import { compose, host } from '@moim/supergraph/testing/fixture.ts';
import { federationHeader, federationMachinery, schemaOf } from '@moim/supergraph/testing/fixture-schema.ts';
import { EventLog } from './event-log.ts';

const people = `${federationHeader}
  type Query { person(id: ID!): Person }
  type Person @key(fields: "id") { id: ID! name: String! }`;
const rooms = `${federationHeader}
  type Query { room(id: ID!): Room listeners(roomId: ID!, memberIds: [ID!]!): [ID!]! @inaccessible }
  type Room { id: ID! }
  type Post { seq: Int! text: String! atMs: Float! author: Person! }
  type Person @key(fields: "id", resolvable: false) { id: ID! }
  type Subscription {
    posts(roomId: ID!, afterSeq: Int @resume): Post!
      @shared(
        guard: "query ($roomId: ID!) { room(id: $roomId) { id } }"
        audience: "query ($roomId: ID!, $viewers: [ID!]!) { listeners(roomId: $roomId, memberIds: $viewers) }"
        cursor: "seq"
      )
  }`;

/** Takes the names of people over. */
const names = `${federationHeader.replace('"@key"', '"@key", "@override"')}
  type Query { names: Int }
  type Person @key(fields: "id") { id: ID! name: String! @override(from: "people") }`;

/** Subgraphs of somebody's: posts in rooms, and the people who wrote them. */
export interface Subgraphs {
  readonly supergraphSdl: string;
  /** The same, where the names come from a third one. */
  readonly supergraphWithNames: string;
  /** Everybody who follows the room is told at once. @returns its number in the room */
  post(roomId: string): number;
  close(): Promise<void>;
}

/** @param publicKey - whose tokens say who asks; null: nobody is asked who he is */
export async function serveSubgraphs(publicKey: KeyObject | null = null): Promise<Subgraphs> {
  const log = new EventLog();
  const schemas = {
    people: schemaOf(`${people}${federationMachinery('Person')}`, {
      Query: {
        person: (_, { id }) => ({ id: String(id), name: `Person ${String(id)}` }),
        _entities: (_, { representations }) => named(representations),
      },
    }),
    names: schemaOf(`${names}${federationMachinery('Person')}`, {
      Query: { _entities: (_, { representations }) => named(representations) },
    }),
    rooms: schemaOf(`${rooms}${federationMachinery('Person')}`, {
      Query: {
        room: (_, { id }) => ({ id: String(id) }),
        listeners: (_, { memberIds }): unknown => memberIds,
        _entities: () => [],
      },
      Subscription: {
        posts: {
          subscribe: (_, { roomId, afterSeq }) =>
            log.follow(String(roomId), typeof afterSeq === 'number' ? afterSeq : null),
        },
      },
    }),
  };
  const servers = await Promise.all(
    Object.entries(schemas).map(
      async ([name, schema]) => [name, await serve(host(name, schema), publicKey)] as const,
    ),
  );
  const addressed = (supergraph: string): string =>
    servers.reduce(
      (sdl, [name, { port }]) => sdl.replace(`http://${name}.internal`, `http://127.0.0.1:${port}`),
      supergraph,
    );
  return {
    supergraphSdl: addressed(compose({ people, rooms })),
    supergraphWithNames: addressed(compose({ people, rooms, names })),
    post: (roomId) => log.post(roomId),
    close: async () => {
      await Promise.all(servers.map(([, server]) => server.close()));
    },
  };
}

const believing: Authenticate = async () => ({ viewer: null, isService: false, requestId: 'bench' });

function serve(hosted: ReturnType<typeof host>, publicKey: KeyObject | null): Promise<ListeningServer> {
  const authenticate = publicKey
    ? createAuthenticate({ internalTokens: createInternalTokenVerifier([publicKey], hosted.name) })
    : believing;
  return serveSubgraph(hosted, { readiness: [], authenticate }, { port: 0, host: '127.0.0.1' });
}

const named = (representations: unknown): unknown[] =>
  Array.isArray(representations)
    ? representations.map(({ id }: { id: string }) => ({ __typename: 'Person', id, name: `Person ${id}` }))
    : [];
