import { createPublicKey } from 'node:crypto';
import type { Logger } from 'pino';
import { Supergraph } from '@apollo/federation-internals';
import { parseInternalPrivateKey } from '@moim/kit/auth/internal-keys.ts';
import { createInternalTokenSigner } from '@moim/kit/auth/internal-token.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { openLive } from '@moim/kit/live/open-live.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { startMetrics } from '@moim/kit/metrics/start-metrics.ts';
import { redisReadiness, watchRedis } from '@moim/kit/redis/redis-state.ts';
import { drainLimits } from '@moim/kit/server/drain-server.ts';
import { Lifecycle } from '@moim/kit/server/lifecycle.ts';
import { stopOnSignals } from '@moim/kit/server/shutdown.ts';
import { startTracing } from '@moim/kit/trace/start-tracing.ts';
import { takeAccessRules } from './access/access-rules.ts';
import { openAccess } from './access/access.ts';
import { identityAccess } from './access/identity-access.ts';
import { readWebDocuments } from './access/web-documents.ts';
import { readSupergraphConfiguration, type SupergraphConfiguration } from './configuration.ts';
import { connectRemote } from './execution/remote-connection.ts';
import { connectReplicas } from './execution/replicated-connection.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import { readOwnVariants } from './own-variants.ts';
import { createSupergraphServer } from './server.ts';

/** The supergraph as a process of its own: ours, or with SUPERGRAPH=file any Federation 2 one. */
async function main(): Promise<void> {
  const configuration = await readSupergraphConfiguration();
  const { supergraphSdl, isForeign, allowedOrigins, trustedProxies, points, adhoc, webRoot } = configuration;
  const tracing = await startTracing('supergraph');
  const measuring = await startMetrics();
  const log = createLog({ level: configuration.logLevel, name: 'supergraph' });
  const connections = connect(configuration, log);
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
    adhoc,
    ...(isForeign ? {} : { webRoot, variants: await readOwnVariants(), documents: await readWebDocuments() }),
  });
  const port = await server.listen(configuration.port, configuration.host, configuration.sharesPort);
  stopOnSignals({
    lifecycle,
    drainWaitMs: configuration.drainWaitMs,
    log,
    steps: [
      { name: 'server', stop: () => server.close(drainLimits) },
      { name: 'redis', stop: () => live.close() },
      { name: 'metrics', stop: () => measuring.close() },
      { name: 'tracing', stop: () => tracing.stop() },
    ],
  });
  lifecycle.enter('serving');
  log.info({ port }, 'listening');
}

function connect(
  { supergraphSdl, subgraphUrls, internalTokenPrivateKey }: SupergraphConfiguration,
  log: Logger,
): readonly SubgraphConnection[] {
  const key = internalTokenPrivateKey === null ? null : parseInternalPrivateKey(internalTokenPrivateKey);
  const tokens = key ? { tokens: createInternalTokenSigner(key) } : {};
  const kinKey = key && createPublicKey(key);
  const onStranger = (url: string) =>
    log.warn({ url }, 'somebody else answers at this address: it is not asked');
  return Supergraph.build(takeAccessRules(supergraphSdl).sdl)
    .subgraphsMetadata()
    .map(({ name, url }) => {
      const replicas = (subgraphUrls.get(name.toLowerCase()) ?? [url]).map((each) => ({
        url: each,
        connection: connectRemote({ name, url: each, ...tokens }),
      }));
      const [only, ...others] = replicas;
      if (only && others.length === 0) return only.connection;
      return connectReplicas({ name, replicas, isSticky: stickySubgraphs.has(name), kinKey, onStranger });
    });
}

/** Of a parking session the one process that takes its samples in knows the present. */
const stickySubgraphs: ReadonlySet<string> = new Set(['telemetry']);

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
