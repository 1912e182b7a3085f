import type { Logger } from 'pino';
import { createExtensionTokenSigner } from '@moim/kit/auth/extension-token.ts';
import { generateInternalKeyPair, parseInternalPrivateKey } from '@moim/kit/auth/internal-keys.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { openAccess } from './access/access.ts';
import { identityAccess } from './access/identity-access.ts';
import { readWebDocuments } from './access/web-documents.ts';
import type { SupergraphConfiguration } from './configuration.ts';
import { subgraphConnector } from './connect-subgraphs.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import type { TrafficObserver } from './execution/traffic-observer.ts';
import { connectExtension, publishedKeys } from './extensions/connect-extension.ts';
import { ExtendedGraph } from './extensions/extended-graph.ts';
import { serveChanges } from './extensions/serve-changes.ts';
import { readOwnSupergraphs, variantsOf } from './own-variants.ts';
import { watchSupergraphFile } from './reload/supergraph-file.ts';
import type { SupergraphServer } from './server.ts';
import type { SupergraphOptions } from './supergraph-options.ts';

/** What a process serves first, and how it follows what becomes of it. */
export interface OpenGraph {
  readonly options: Pick<SupergraphOptions, 'supergraphSdl' | 'connections' | 'access'> &
    Pick<SupergraphOptions, 'variants' | 'published' | 'documents' | 'webRoot'>;
  /**
   * Serves what the installation added, and from then on what is added, or written into the supergraph's file.
   *
   * @returns how to stop; that resolves when nothing is being loaded
   */
  follow(server: SupergraphServer): Promise<() => Promise<void>>;
}

interface Watching {
  readonly log: Logger;
  readonly observer: TrafficObserver;
}

/** @throws {StartupError} for what the person who starts it can change */
export async function openGraph(
  configuration: SupergraphConfiguration,
  { log, observer }: Watching,
): Promise<OpenGraph> {
  const { supergraphSdl, isForeign, issuer, webRoot } = configuration;
  const subgraphs = subgraphConnector(configuration, { log, observer });
  const connections = subgraphs.connect(supergraphSdl);
  const tokens = await extensionTokens(configuration);
  const own = await readOwnSupergraphs();
  const extended = new ExtendedGraph({
    ...{ folder: configuration.extensionsFolder, own, ownConnections: connections, log },
    connect: (extension) =>
      connectExtension(extension, { tokens, log, maxEventBytes: configuration.extensionEventBytes }),
  });
  const ofOurs = async () => ({
    ...{ webRoot, variants: variantsOf(own), published: publishedKeys(tokens) },
    documents: await readWebDocuments(),
  });
  return {
    options: {
      ...{ supergraphSdl, connections },
      access: isForeign ? openAccess : identityAccess({ identity: find(connections, 'identity'), issuer }),
      ...(isForeign ? {} : await ofOurs()),
    },
    follow: async (server) => {
      const stopChanges = await serveChanges(extended, server);
      const reload = (sdl: string) =>
        subgraphs.reconnect(sdl, async (next) =>
          server.reload(sdl, next, isForeign ? undefined : variantsOf(await readOwnSupergraphs())),
        );
      const stopWatching = watchFile(configuration, reload, log);
      return async () => {
        await Promise.all([stopWatching(), stopChanges()]);
      };
    },
  };
}

const extensionTokens = ({ internalTokenPrivateKey: key, issuer }: SupergraphConfiguration) =>
  createExtensionTokenSigner(
    key === null ? generateInternalKeyPair().privateKey : parseInternalPrivateKey(key),
    issuer,
  );

function watchFile(
  {
    supergraphFile: path,
    supergraphSdl: served,
    supergraphPollMs,
    extensionsFolder,
  }: SupergraphConfiguration,
  reload: (sdl: string) => Promise<void>,
  log: Pick<Logger, 'error'>,
): () => Promise<void> {
  const isWatched = supergraphPollMs > 0 && extensionsFolder === null; // composed with ours
  if (!isWatched) return async () => undefined;
  return watchSupergraphFile({ path, served, everyMs: supergraphPollMs }, reload, log);
}

function find(connections: readonly SubgraphConnection[], name: string): SubgraphConnection {
  const connection = connections.find((candidate) => candidate.name === name);
  if (!connection)
    throw new StartupError(`The supergraph has no subgraph "${name}", which is asked who logs in.`);
  return connection;
}
