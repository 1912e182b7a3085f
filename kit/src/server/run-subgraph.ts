import { createAccessTokenVerifier, remoteKeySet } from '../auth/access-token-verifier.ts';
import { parseInternalPrivateKey, parseInternalPublicKey } from '../auth/internal-keys.ts';
import { proveKinship } from '../auth/kinship.ts';
import { createInternalTokenSigner, createInternalTokenVerifier } from '../auth/internal-token.ts';
import { StartupError } from '../config/startup-error.ts';
import { remoteDesks } from './remote-desks.ts';
import { firstReachable } from '../events/first-reachable.ts';
import { httpEventSource } from '../events/http-event-source.ts';
import type { EventSource } from '../events/source.ts';
import { openLive } from '../live/open-live.ts';
import { redisReadiness, watchRedis } from '../redis/redis-state.ts';
import { createLog } from '../log/create-log.ts';
import { startMetrics } from '../metrics/start-metrics.ts';
import { startTracing } from '../trace/start-tracing.ts';
import { type Authenticate, createAuthenticate, internalTokenHeader } from './authenticate.ts';
import { drainLimits } from './drain-server.ts';
import { Lifecycle } from './lifecycle.ts';
import { openSubgraph, type OpenSubgraph } from './open-subgraph.ts';
import { type ServeSubgraph, serveSubgraph } from './serve-subgraph.ts';
import { stopOnSignals } from './shutdown.ts';
import { startBackboneOf } from './start-backbone-of.ts';
import { type SubgraphConfiguration, readSubgraphConfiguration } from './subgraph-configuration.ts';
import type { Subgraph } from './subgraph.ts';

/** Runs one subgraph as a process of its own; the environment says where everything else is. */
export async function runSubgraph(subgraph: Subgraph, serve: ServeSubgraph = serveSubgraph): Promise<void> {
  try {
    await start(subgraph, readSubgraphConfiguration(subgraph.name), serve);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function start(
  subgraph: Subgraph,
  configuration: SubgraphConfiguration,
  serve: ServeSubgraph,
): Promise<void> {
  const tracing = await startTracing(subgraph.name);
  const measuring = await startMetrics();
  const { metrics } = measuring;
  const log = createLog({ level: configuration.LOG_LEVEL, name: subgraph.name });
  const { databaseUrl, replicaUrls, REDIS_URL: redisUrl, REDIS_PREFIX: redisPrefix } = configuration;
  const live = await openLive({ redisUrl, redisPrefix, log });
  if (metrics) watchRedis(metrics, live.redis);
  const desks = remoteDesks(configuration);
  const { bus, keyValue, transport } = live;
  const lifecycle = new Lifecycle();
  const { closing } = lifecycle;
  const shared = { log, bus, keyValue, closing, desks, metrics };
  const opened = openSubgraph({ subgraph, databaseUrl, replicaUrls, ...shared });
  desks.set(subgraph.name, opened.desk);
  const backbone = await startBackboneOf(opened, {
    sources: sourcesFor(subgraph, opened, configuration),
    transport,
  });
  const server = await serve(
    opened.hosted,
    {
      authenticate: authenticator(subgraph.name, configuration),
      readiness: [...opened.readiness, ...redisReadiness(live.redis)],
      lifecycle,
      ...prover(subgraph.name, configuration),
    },
    { port: configuration.PORT, host: configuration.HOST },
  );
  stopOnSignals({
    lifecycle,
    drainWaitMs: configuration.DRAIN_WAIT_MS,
    log,
    steps: [
      { name: 'server', stop: () => server.close(drainLimits) },
      { name: 'backbone', stop: () => backbone.stop() },
      { name: 'redis', stop: () => live.close() },
      { name: 'database', stop: () => opened.close() },
      { name: 'metrics', stop: () => measuring.close() },
      { name: 'tracing', stop: () => tracing.stop() },
    ],
  });
  lifecycle.enter('serving');
  log.info({ port: server.port }, 'listening');
}

function authenticator(name: string, configuration: SubgraphConfiguration): Authenticate {
  const publicKey = parseInternalPublicKey(configuration.INTERNAL_TOKEN_PUBLIC_KEY);
  const internalTokens = createInternalTokenVerifier([publicKey], name);
  const jwksUrl = configuration.ACCESS_TOKEN_JWKS_URL;
  if (!jwksUrl) return createAuthenticate({ internalTokens });
  const keys = remoteKeySet(jwksUrl);
  const accessTokens = createAccessTokenVerifier({ keys, issuer: configuration.MOIM_ISSUER });
  return createAuthenticate({ internalTokens, accessTokens });
}

function prover(name: string, { INTERNAL_TOKEN_PRIVATE_KEY: text }: SubgraphConfiguration) {
  if (!text) return {};
  const key = parseInternalPrivateKey(text);
  return { prove: (challenge: string) => proveKinship(key, name, challenge) };
}

/** Its own log is read directly, others' over HTTP; also of those that it reads no more, which have to be told. */
function sourcesFor(
  { name, triggers }: Subgraph,
  { events }: OpenSubgraph,
  configuration: SubgraphConfiguration,
): ReadonlyMap<string, EventSource> {
  const known = configuration.INTERNAL_TOKEN_PRIVATE_KEY ? configuration.subgraphUrls.keys() : [];
  const publishers = new Set([name, ...triggers.consumers.map(({ source }) => source), ...known]);
  return new Map(
    [...publishers].map((source) => [source, source === name ? events : remoteSource(source, configuration)]),
  );
}

function remoteSource(source: string, configuration: SubgraphConfiguration): EventSource {
  const urls = configuration.subgraphUrls.get(source);
  const privateKey = configuration.INTERNAL_TOKEN_PRIVATE_KEY;
  if (!urls) throw new StartupError(`SUBGRAPH_URL_${source.toUpperCase()} is not set.`);
  if (!privateKey) throw new StartupError('INTERNAL_TOKEN_PRIVATE_KEY is not set; reading events needs it.');
  const signer = createInternalTokenSigner(parseInternalPrivateKey(privateKey));
  const identity = { viewer: null, isService: true };
  const headers = async () => ({ [internalTokenHeader]: await signer.sign(identity, source) });
  return firstReachable(urls.map((url) => httpEventSource({ url: url.href, headers })));
}
