import { readFile } from 'node:fs/promises';
import type { FetchImplementation } from 'jose';
import type { Logger } from 'pino';
import { createAccessTokenVerifier, remoteKeySet } from '@moim/kit/auth/access-token-verifier.ts';
import type { OpenSubgraph } from '@moim/kit/server/open-subgraph.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { readSettings } from '@moim/identity/settings.ts';
import { type Access, memberAccess } from '@moim/supergraph/access/access.ts';
import { askIdentity, createSessionGate } from '@moim/supergraph/access/session-gate.ts';
import { connectInProcess } from '@moim/supergraph/execution/in-process-connection.ts';
import type { SubgraphConnection } from '@moim/supergraph/execution/subgraph-connection.ts';
import { createSupergraphServer, type SupergraphServer } from '@moim/supergraph/server.ts';

export interface ConnectSupergraphOptions {
  readonly opened: ReadonlyMap<string, OpenSubgraph>;
  readonly log: Logger;
  /** Folder of the built web app. */
  readonly webRoot: string;
}

/** The supergraph over subgraphs of this process: no HTTP and no internal token between them. */
export async function connectSupergraph(options: ConnectSupergraphOptions): Promise<SupergraphServer> {
  const { opened, log, webRoot } = options;
  const connections = [...opened.values()].map(({ hosted }) => connectInProcess(hosted));
  const identity = connections.find(({ name }) => name === 'identity');
  if (!identity) throw new Error('without identity nobody can log in');
  return createSupergraphServer({
    ...{ connections, log, webRoot },
    supergraphSdl: await readFile(new URL(import.meta.resolve('@moim/schema/supergraph.graphql')), 'utf8'),
    access: accessThrough(identity),
    readiness: [...opened.values()].map(({ readiness }) => readiness),
  });
}

function accessThrough(identity: SubgraphConnection): Access {
  const keys = remoteKeySet(new URL('http://identity.internal/auth/jwks.json'), fetchThrough(identity));
  return memberAccess({
    tokens: createAccessTokenVerifier({ keys, issuer: readSettings().issuer }),
    sessions: createSessionGate(askIdentity(identity)),
  });
}

/** Asks the subgraph's own routes instead of the network. */
function fetchThrough(subgraph: SubgraphConnection): FetchImplementation {
  return (url, { headers, method, signal }) => {
    const caller = { identity: { viewer: null, isService: true, requestId: newUuid() }, clientAddress: '' };
    return subgraph.fetch(new Request(url, { headers, method, signal }), caller);
  };
}
