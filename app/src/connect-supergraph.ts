import type { Logger } from 'pino';
import { createExtensionTokenSigner } from '@moim/kit/auth/extension-token.ts';
import { generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import type { Live } from '@moim/kit/live/live.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import { redisReadiness } from '@moim/kit/redis/redis-state.ts';
import type { OpenSubgraph } from '@moim/kit/server/open-subgraph.ts';
import { readSettings } from '@moim/identity/settings.ts';
import { identityAccess } from '@moim/supergraph/access/identity-access.ts';
import type { AdhocPolicy } from '@moim/supergraph/access/trusted-documents.ts';
import { readWebDocuments } from '@moim/supergraph/access/web-documents.ts';
import { connectExtension, publishedKeys } from '@moim/supergraph/extensions/connect-extension.ts';
import { ExtendedGraph } from '@moim/supergraph/extensions/extended-graph.ts';
import { connectInProcess } from '@moim/supergraph/execution/in-process-connection.ts';
import type { EffortLimits } from '@moim/supergraph/limits/effort-limits.ts';
import type { PointLimits } from '@moim/supergraph/limits/point-limits.ts';
import { serveChanges } from '@moim/supergraph/extensions/serve-changes.ts';
import { readOwnSupergraphs, variantsOf } from '@moim/supergraph/own-variants.ts';
import { atMost } from '@moim/supergraph/reload/at-most.ts';
import { createSupergraphServer, type SupergraphServer } from '@moim/supergraph/server.ts';

export interface ConnectSupergraphOptions {
  readonly opened: ReadonlyMap<string, OpenSubgraph>;
  readonly live: Pick<Live, 'keyValue' | 'redis'>;
  readonly log: Logger;
  readonly metrics: ProcessMetrics | null;
  /** Whose pages may use the graph, and whose word about clients is believed. */
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly points: PointLimits;
  readonly effort: EffortLimits;
  readonly connectionsPerAddress: number;
  /** Milliseconds that an operation may take. */
  readonly deadlineMs: number;
  readonly adhoc: AdhocPolicy;
  /** Folder of the built web app. */
  readonly webRoot: string;
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
  const { opened, live, log, metrics, webRoot, allowedOrigins, trustedProxies, points } = options;
  const { effort, connectionsPerAddress, deadlineMs, adhoc } = options;
  const { issuer } = readSettings();
  const ownConnections = [...opened.values()].map(({ hosted }) => connectInProcess(hosted));
  const identity = ownConnections.find(({ name }) => name === 'identity');
  if (!identity) throw new Error('without identity nobody can log in');
  const tokens = await createExtensionTokenSigner(generateInternalKeyPair().privateKey, issuer);
  const own = await readOwnSupergraphs();
  const extended = new ExtendedGraph({
    ...{ folder: options.extensionsFolder, own, ownConnections, log },
    connect: (extension) =>
      connectExtension(extension, { tokens, log, maxEventBytes: options.extensionEventBytes }),
  });
  const server = await createSupergraphServer({
    ...{ supergraphSdl: own.graph, variants: variantsOf(own), connections: ownConnections },
    ...{
      published: publishedKeys(tokens),
      keyValue: live.keyValue,
      log,
      metrics,
      webRoot,
      allowedOrigins,
      trustedProxies,
      points,
      effort,
      connectionsPerAddress,
      rehearses: true,
      deadlineMs,
      adhoc,
    },
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
