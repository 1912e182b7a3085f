import type { Logger } from 'pino';
import { createExtensionTokenSigner } from '@moim/kit/auth/extension-token.ts';
import { generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import type { Live } from '@moim/kit/live/live.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import { redisReadiness } from '@moim/kit/redis/redis-state.ts';
import type { OpenSubgraph } from '@moim/kit/server/open-subgraph.ts';
import { readSettings } from '@moim/identity/settings.ts';
import { identityAccess } from '@moim/supergraph/access/identity-access.ts';
import { readWebDocuments } from '@moim/supergraph/access/web-documents.ts';
import { connectExtension, publishedKeys } from '@moim/supergraph/extensions/connect-extension.ts';
import { ExtendedGraph } from '@moim/supergraph/extensions/extended-graph.ts';
import { connectInProcess } from '@moim/supergraph/execution/in-process-connection.ts';
import { serveChanges } from '@moim/supergraph/extensions/serve-changes.ts';
import { readOwnSupergraphs, variantsOf } from '@moim/supergraph/own-variants.ts';
import { atMost } from '@moim/supergraph/reload/at-most.ts';
import { createSupergraphServer, type SupergraphServer } from '@moim/supergraph/server.ts';
import type { SupergraphOptions } from '@moim/supergraph/supergraph-options.ts';

/** What of a supergraph the installation says; `webRoot` is the folder of the built web app. */
type Edge = Pick<
  SupergraphOptions,
  | 'allowedOrigins'
  | 'trustedProxies'
  | 'connectionsPerAddress'
  | 'points'
  | 'effort'
  | 'adhoc'
  | 'deadlineMs'
  | 'webRoot'
>;

export interface ConnectSupergraphOptions extends Required<Edge> {
  readonly opened: ReadonlyMap<string, OpenSubgraph>;
  readonly live: Pick<Live, 'keyValue' | 'redis'>;
  readonly log: Logger;
  readonly metrics: ProcessMetrics | null;
  /** Of what this installation added to the graph. */
  readonly extensionsFolder: string;
  /** Bytes of one event of an extension's subscription. */
  readonly extensionEventBytes: number;
}

/** Milliseconds that a stop waits for what is being loaded. */
const changesMs = 1_000;

/**
 * The supergraph over subgraphs of this process: no HTTP and no internal token between them. What the installation
 * added to them is asked over HTTP.
 */
export async function connectSupergraph(options: ConnectSupergraphOptions): Promise<SupergraphServer> {
  const { opened, live, log, metrics, extensionsFolder, extensionEventBytes, ...edge } = options;
  const { issuer } = readSettings();
  const ownConnections = [...opened.values()].map(({ hosted }) => connectInProcess(hosted));
  const identity = ownConnections.find(({ name }) => name === 'identity');
  if (!identity) throw new Error('without identity nobody can log in');
  const tokens = await createExtensionTokenSigner(generateInternalKeyPair().privateKey, issuer);
  const own = await readOwnSupergraphs();
  const extended = new ExtendedGraph({
    ...{ folder: extensionsFolder, own, ownConnections, log },
    connect: (extension) => connectExtension(extension, { tokens, log, maxEventBytes: extensionEventBytes }),
  });
  const server = await createSupergraphServer({
    ...{ supergraphSdl: own.graph, variants: variantsOf(own), connections: ownConnections },
    ...edge,
    ...{ log, metrics, keyValue: live.keyValue, published: publishedKeys(tokens), rehearses: true },
    documents: await readWebDocuments(),
    access: identityAccess({ identity, issuer }),
    readiness: [...[...opened.values()].flatMap(({ readiness }) => readiness), ...redisReadiness(live.redis)],
  });
  const stopChanges = await serveChanges(extended, server);
  return {
    ...server,
    close: async (limits) => {
      await atMost(changesMs, stopChanges());
      await server.close(limits);
    },
  };
}
