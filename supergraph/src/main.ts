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
import { readSupergraphConfiguration, type SupergraphConfiguration } from './configuration.ts';
import { trafficMetrics } from './metrics/traffic-metrics.ts';
import { openGraph } from './open-graph.ts';
import { atMost } from './reload/at-most.ts';
import { createSupergraphServer } from './server.ts';
import type { SupergraphOptions } from './supergraph-options.ts';

/** Milliseconds that a stop waits for what is being loaded: the rest of its time is that of who is being served. */
const changesMs = 1_000;

/** The supergraph as a process of its own: ours, or with SUPERGRAPH=file any Federation 2 one. */
async function main(): Promise<void> {
  const configuration = await readSupergraphConfiguration();
  const tracing = await startTracing('supergraph');
  const measuring = await startMetrics();
  const log = createLog({ level: configuration.logLevel, name: 'supergraph' });
  const observer = trafficMetrics(measuring.metrics ?? unmeasured);
  const graph = await openGraph(configuration, { log, observer });
  const lifecycle = new Lifecycle();
  const { redisUrl, redisPrefix } = configuration;
  const live = await openLive({ ...(redisUrl !== null && { redisUrl }), redisPrefix, log });
  if (measuring.metrics) watchRedis(measuring.metrics, live.redis);
  const server = await createSupergraphServer({
    ...graph.options,
    ...edgeOf(configuration),
    ...{ log, lifecycle, metrics: measuring.metrics, keyValue: live.keyValue, rehearses: true },
    readiness: redisReadiness(live.redis),
  });
  const stopFollowing = await graph.follow(server);
  const port = await server.listen(configuration.port, configuration.host, configuration.sharesPort);
  stopOnSignals({
    ...{ lifecycle, log, drainWaitMs: configuration.drainWaitMs },
    steps: [
      { name: 'changes', stop: () => atMost(changesMs, stopFollowing()) },
      { name: 'server', stop: () => server.close(drainLimits) },
      { name: 'redis', stop: () => live.close() },
      { name: 'metrics', stop: () => measuring.close() },
      { name: 'tracing', stop: () => tracing.stop() },
    ],
  });
  lifecycle.enter('serving');
  log.info({ port }, 'listening');
}

/** Who may come, and with how much. */
function edgeOf(configuration: SupergraphConfiguration) {
  const { isForeign, allowedOrigins, trustedProxies, connectionsPerAddress, adhoc } = configuration;
  const { points, effort, deadlineMs, sharesReads, overrideLabels } = configuration;
  return {
    ...{ isForeign, allowedOrigins, trustedProxies, connectionsPerAddress, adhoc },
    ...{ points, effort, deadlineMs, sharesReads, overrideLabels },
  } satisfies Partial<SupergraphOptions>;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
