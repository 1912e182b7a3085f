import { createExtensionTokenSigner } from '@moim/kit/auth/extension-token.ts';
import { generateInternalKeyPair, parseInternalPrivateKey } from '@moim/kit/auth/internal-keys.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { openLive } from '@moim/kit/live/open-live.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { unmeasured } from '@moim/kit/metrics/process-metrics.ts';
import { startMetrics } from '@moim/kit/metrics/start-metrics.ts';
import { redisReadiness, watchRedis } from '@moim/kit/redis/redis-state.ts';
import { drainLimits } from '@moim/kit/server/drain-server.ts';
import { Lifecycle } from '@moim/kit/server/lifecycle.ts';
import { stopOnSignals } from '@moim/kit/server/shutdown.ts';
import { startTracing } from '@moim/kit/trace/start-tracing.ts';
import { openAccess } from './access/access.ts';
import { identityAccess } from './access/identity-access.ts';
import { readWebDocuments } from './access/web-documents.ts';
import { readSupergraphConfiguration } from './configuration.ts';
import { subgraphConnector } from './connect-subgraphs.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import { connectExtension, publishedKeys } from './extensions/connect-extension.ts';
import { ExtendedGraph } from './extensions/extended-graph.ts';
import { serveChanges } from './extensions/serve-changes.ts';
import { trafficMetrics } from './metrics/traffic-metrics.ts';
import { readOwnSupergraphs, variantsOf } from './own-variants.ts';
import { atMost } from './reload/at-most.ts';
import { watchSupergraphFile } from './reload/supergraph-file.ts';
import { createSupergraphServer } from './server.ts';

/** Milliseconds that a stop waits for what is being loaded: the rest of its time is that of who is being served. */
const changesMs = 1_000;

/** The supergraph as a process of its own: ours, or with SUPERGRAPH=file any Federation 2 one. */
async function main(): Promise<void> {
  const configuration = await readSupergraphConfiguration();
  const { supergraphSdl, isForeign, allowedOrigins, trustedProxies, points, deadlineMs, webRoot } =
    configuration;
  const { internalTokenPrivateKey: signingKey, adhoc } = configuration;
  const tracing = await startTracing('supergraph');
  const measuring = await startMetrics();
  const log = createLog({ level: configuration.logLevel, name: 'supergraph' });
  const subgraphs = subgraphConnector(configuration, {
    log,
    observer: trafficMetrics(measuring.metrics ?? unmeasured),
  });
  const connections = subgraphs.connect(supergraphSdl);
  const tokens = await createExtensionTokenSigner(
    signingKey === null ? generateInternalKeyPair().privateKey : parseInternalPrivateKey(signingKey),
    configuration.issuer,
  );
  const own = await readOwnSupergraphs();
  const { extensionEventBytes: maxEventBytes } = configuration;
  const extended = new ExtendedGraph({
    ...{ folder: configuration.extensionsFolder, own },
    ...{
      ownConnections: connections,
      connect: (one) => connectExtension(one, { tokens, log, maxEventBytes }),
      log,
    },
  });
  const lifecycle = new Lifecycle();
  const { redisUrl, redisPrefix } = configuration;
  const live = await openLive({ ...(redisUrl !== null && { redisUrl }), redisPrefix, log });
  if (measuring.metrics) watchRedis(measuring.metrics, live.redis);
  const server = await createSupergraphServer({
    supergraphSdl,
    connections,
    access: isForeign
      ? openAccess
      : identityAccess({ identity: find(connections, 'identity'), issuer: configuration.issuer }),
    log,
    lifecycle,
    metrics: measuring.metrics,
    readiness: redisReadiness(live.redis),
    keyValue: live.keyValue,
    isForeign,
    allowedOrigins,
    trustedProxies,
    points,
    effort: configuration.effort,
    connectionsPerAddress: configuration.connectionsPerAddress,
    rehearses: true,
    deadlineMs,
    sharesReads: configuration.sharesReads,
    overrideLabels: configuration.overrideLabels,
    adhoc,
    ...(isForeign
      ? {}
      : {
          ...{ webRoot, variants: variantsOf(own), published: publishedKeys(tokens) },
          documents: await readWebDocuments(),
        }),
  });
  const stopChanges = await serveChanges(extended, server);
  const port = await server.listen(configuration.port, configuration.host, configuration.sharesPort);
  const { supergraphFile, supergraphPollMs } = configuration;
  const serve = (sdl: string) =>
    subgraphs.reconnect(sdl, async (next) =>
      server.reload(sdl, next, isForeign ? undefined : variantsOf(await readOwnSupergraphs())),
    );
  const isWatched = supergraphPollMs > 0 && configuration.extensionsFolder === null; // composed with ours
  const watched = { path: supergraphFile, served: supergraphSdl, everyMs: supergraphPollMs };
  const stopWatching = isWatched ? watchSupergraphFile(watched, serve, log) : async () => undefined;
  stopOnSignals({
    lifecycle,
    drainWaitMs: configuration.drainWaitMs,
    log,
    steps: [
      { name: 'changes', stop: () => atMost(changesMs, Promise.all([stopWatching(), stopChanges()])) },
      { name: 'server', stop: () => server.close(drainLimits) },
      { name: 'redis', stop: () => live.close() },
      { name: 'metrics', stop: () => measuring.close() },
      { name: 'tracing', stop: () => tracing.stop() },
    ],
  });
  lifecycle.enter('serving');
  log.info({ port }, 'listening');
}

function find(connections: readonly SubgraphConnection[], name: string): SubgraphConnection {
  const connection = connections.find((candidate) => candidate.name === name);
  if (!connection)
    throw new StartupError(`The supergraph has no subgraph "${name}", which is asked who logs in.`);
  return connection;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
