import { composeServices } from '@apollo/composition';
import { type GraphQLSchema, parse } from 'graphql';
import { pino } from 'pino';
import { generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { createInternalTokenSigner, createInternalTokenVerifier } from '@moim/kit/auth/internal-token.ts';
import type { Database } from '@moim/kit/db/database.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { createAuthenticate } from '@moim/kit/server/authenticate.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { ListeningServer } from '@moim/kit/server/listen.ts';
import type { Route } from '@moim/kit/server/route.ts';
import { serveSubgraph } from '@moim/kit/server/serve-subgraph.ts';
import { isMutation } from '@moim/kit/server/written-position.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { connectRemote, type RemoteConnectionOptions } from '../execution/remote-connection.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { openHere } from '../planning/plan-here.ts';
import { createSupergraphServer, type SupergraphServer } from '../server.ts';
import type { SupergraphOptions } from '../supergraph-options.ts';
import { createFixtureAccess, type FixtureAccess } from './fixture-access.ts';
import { createPeople, type PeopleSubgraph, peopleSdl } from './people-subgraph.ts';
import { RoomsSubgraph, roomsSdl } from './rooms-subgraph.ts';

export type Execution = 'in-process' | 'remote';
export const executions: readonly Execution[] = ['in-process', 'remote'];
export const silentLog = pino({ level: 'silent' });

const noDatabase: Database = {
  get read(): never {
    throw new Error('this fixture has no database');
  },
  get write(): never {
    throw new Error('this fixture has no database');
  },
};

const services: Services = {
  db: noDatabase,
  bus: {
    publish: async () => undefined,
    subscribe: async () => async () => undefined,
    close: async () => undefined,
  },
  keyValue: {
    get: async () => null,
    set: async () => undefined,
    setIfAbsent: async (_key, value) => value,
    increment: async () => 1,
    pour: async () => ({ isTaken: true, level: 0 }),
    delete: async () => undefined,
    close: async () => undefined,
  },
  jobs: { send: async () => undefined },
  log: silentLog,
  now: () => new Date(),
  newId: newUuid,
};

/** A subgraph without anything behind it. */
export function host(name: string, schema: GraphQLSchema, routes: readonly Route[] = []): HostedSubgraph {
  return hostSubgraph(
    {
      name,
      schema,
      context: (_services, identity) => ({ identity }),
      routes,
      triggers: { consumers: [], jobs: [] },
      migrations: new URL(import.meta.url),
    },
    services,
  );
}

const keys = generateInternalKeyPair();

/** A hosted subgraph as a server of its own that takes our internal tokens only. */
export function serve(hosted: HostedSubgraph, port = 0): Promise<ListeningServer> {
  const internalTokens = createInternalTokenVerifier([keys.publicKey], hosted.name);
  return serveSubgraph(
    hosted,
    { authenticate: createAuthenticate({ internalTokens }), readiness: [] },
    { port, host: '127.0.0.1' },
  );
}

export function connectTo(
  name: string,
  port: number,
  options: Pick<RemoteConnectionOptions, 'timeouts' | 'streams'> = {},
): SubgraphConnection {
  const tokens = createInternalTokenSigner(keys.privateKey);
  return connectRemote({
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    tokens,
    ...options,
  });
}

/** Composes SDL by subgraph name. */
export function compose(sdls: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({
      name,
      url: `http://${name}.internal/graphql`,
      typeDefs: parse(sdl),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

export interface Fixture extends FixtureAccess {
  readonly supergraph: SupergraphServer;
  readonly url: string;
  /** The supergraph's ways to them. */
  readonly connections: readonly SubgraphConnection[];
  readonly rooms: RoomsSubgraph;
  readonly people: PeopleSubgraph;
  /** The servers of the subgraphs; empty in process. */
  readonly servers: Readonly<Record<string, ListeningServer>>;
  close(): Promise<void>;
}

/** These subgraphs keep nothing: a key is looked at, and each mutation done. */
function noteKeys(hosted: HostedSubgraph, keys: RoomsSubgraph['keyed']): HostedSubgraph {
  return {
    ...hosted,
    execute: ({ identity: { keyed, ...identity }, ...operation }) => {
      if (isMutation(operation.document)) keys.push(keyed ?? null);
      return hosted.execute({ ...operation, identity });
    },
  };
}

export const fixtureSupergraph = compose({ people: peopleSdl, rooms: roomsSdl });

/** Two subgraphs and the supergraph over them, on real sockets. */
export async function startFixture(
  execution: Execution,
  options: Partial<SupergraphOptions> & { readonly routes?: readonly Route[] } = {},
): Promise<Fixture> {
  const people = createPeople();
  const rooms = new RoomsSubgraph();
  const hosted = [
    host('people', people.schema),
    noteKeys(host('rooms', rooms.schema, options.routes), rooms.keyed),
  ];
  const servers =
    execution === 'remote'
      ? await Promise.all(hosted.map(async (one) => [one.name, await serve(one)] as const))
      : [];
  const connections =
    execution === 'remote'
      ? servers.map(([name, { port }]) => connectTo(name, port))
      : hosted.map(connectInProcess);
  const access = await createFixtureAccess();
  const supergraph = await createSupergraphServer({
    supergraphSdl: fixtureSupergraph,
    connections,
    access: access.access,
    log: silentLog,
    startPlanning: () => openHere, // a thread takes a second to start
    ...options,
  });
  const port = await supergraph.listen(0, '127.0.0.1');
  return Object.assign(access, {
    supergraph,
    url: `http://127.0.0.1:${port}`,
    connections,
    rooms,
    people,
    servers: Object.fromEntries(servers),
    close: async () => {
      await supergraph.close();
      await Promise.all(servers.map(([, server]) => server.close()));
    },
  });
}
