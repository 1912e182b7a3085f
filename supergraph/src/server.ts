import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DrainLimits, drainServer, quickLimits, watchRequests } from '@moim/kit/server/drain-server.ts';
import { Lifecycle } from '@moim/kit/server/lifecycle.ts';
import { listen as listenOn } from '@moim/kit/server/listen.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { unmeasured } from '@moim/kit/metrics/process-metrics.ts';
import type { Door } from './access/door.ts';
import { BoundKeys } from './access/bound-keys.ts';
import { maskErrors, passErrors } from './access/public-errors.ts';
import { rehearse } from './access/rehearsal.ts';
import { TrustedDocuments } from './access/trusted-documents.ts';
import { operationNamesOf } from './access/web-documents.ts';
import { defaultDeadlineMs } from './execution/deadline.ts';
import { connectionGuard } from './execution/guard-connection.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import { WriteClock } from './execution/write-clock.ts';
import { Freshness } from './freshness/freshness.ts';
import { RecentChanges } from './freshness/recent-changes.ts';
import { ConnectionsPerAddress } from './http/connections-per-address.ts';
import { answerCors } from './http/cors.ts';
import { cutUnsent } from './http/cut-unsent.ts';
import { isAllowedOrigin } from './http/origin.ts';
import { onceAMinute } from './http/once-a-minute.ts';
import { PlainRooms } from './http/plain-rooms.ts';
import { createPlainHandler } from './http/plain-routes.ts';
import { createRouter, pathOf } from './http/router.ts';
import { SecuredResponse } from './http/secured-response.ts';
import { sendRefusal } from './http/send-refusal.ts';
import { TrustedProxies } from './http/trusted-proxies.ts';
import { noEffortLimits } from './limits/effort-limits.ts';
import { EffortMeter } from './limits/effort-meter.ts';
import { defaultLimits } from './limits/operation-limits.ts';
import { noPointLimits } from './limits/point-limits.ts';
import { PointMeter } from './limits/point-meter.ts';
import { TooManyConnections } from './limits/too-many-connections.ts';
import { Served } from './limits/served.ts';
import { Turnstile } from './limits/turnstile.ts';
import { supergraphMetrics } from './metrics/supergraph-metrics.ts';
import { trafficMetrics, watchTraffic } from './metrics/traffic-metrics.ts';
import { watchStreams } from './metrics/watch-streams.ts';
import type { OpenPlanning } from './planning/planning.ts';
import { PlanningThread } from './planning/planning-thread.ts';
import { Connected } from './reload/connected.ts';
import { Reloads } from './reload/reloads.ts';
import type { SupergraphOptions } from './supergraph-options.ts';
import { openVariant, type VariantOptions } from './variant.ts';

export interface SupergraphServer {
  readonly server: Server;
  /** Resolves with the port; 0 lets the system choose. */
  listen(port: number, host: string, isShared?: boolean): Promise<number>;
  /**
   * Serves another supergraph from now on. Requests end with the one that they began with; subscriptions go on
   * under the new one, and those of which it has no part end with `SCHEMA_CHANGED`.
   *
   * @param connections - one for each subgraph; those that are no longer among them are closed when the last
   *   request over them has ended
   * @param variants - the other supergraphs by path; default: as they are
   * @throws where one of them cannot be served: then nothing has changed
   */
  reload(
    supergraphSdl: string,
    connections: readonly SubgraphConnection[],
    variants?: ReadonlyMap<string, string>,
  ): Promise<void>;
  /** Lets requests end, ends sockets and streams, then the connections to the subgraphs. */
  close(limits?: DrainLimits): Promise<void>;
}

const mainPath = '/graphql';
/** Milliseconds for a request's head, and for all of it. */
const headersTimeoutMs = 10_000;
/** A slow upload is cut for its idleness, see `read-body.ts`. */
const requestTimeoutMs = 300_000;
/** Between looks for those that are over their time. */
const lookForLateEveryMs = 2_000;
/** A client that takes nothing of its answer, or of its stream, for so long is not there. */
const stalledAfterMs = 60_000;
/** Milliseconds between two pieces of a plain request's body, or of its answer. */
const idleMs = 10_000;

/** Plans, executes and streams the supergraph over HTTP, WebSocket and SSE, and mounts what is plain HTTP. */
export async function createSupergraphServer(opened: SupergraphOptions): Promise<SupergraphServer> {
  // The options live as long as the server, but not what is of the first supergraph alone.
  const {
    supergraphSdl,
    variants: texts = new Map<string, string>(),
    connections: ways,
    ...options
  } = opened;
  const { access, log, isForeign = false, recheckEveryMs } = options;
  const { lifecycle = new Lifecycle('serving'), readiness = [] } = options;
  const keyValue = options.keyValue ?? new MemoryKeyValueStore();
  const freshness = new Freshness({ keyValue });
  const measured = options.metrics ?? unmeasured;
  const metrics = supergraphMetrics(measured);
  const { sharesReads = true, joinedForMs } = options;
  const observer = trafficMetrics(measured);
  const elsewhere = options.keyValue && { elsewhere: new RecentChanges({ keyValue }) };
  const guard = connectionGuard({
    changes: new WriteClock(),
    ...elsewhere,
    observer,
    sharesReads,
    joinedForMs,
  });
  const connections = ways.map(guard);
  const points = { ...noPointLimits, ...options.points };
  const proxies = new TrustedProxies(options.trustedProxies, (address) =>
    log.warn({ address }, strangerSays),
  );
  const warnOfCrowd = onceAMinute((address: string) => log.warn({ address }, crowdedAddress));
  const crowds = new ConnectionsPerAddress({
    ...{ most: options.connectionsPerAddress ?? Infinity, proxies },
    onExcess: (address) => {
      metrics.refused('connections');
      warnOfCrowd(address);
    },
  });
  const served = new Served();
  const shared: VariantOptions = {
    ...{ access, freshness, metrics, points, log, recheckEveryMs, spread: options.reloadSpread },
    meter: new PointMeter({ keyValue, limits: points, onRefused: metrics.refused }),
    effort: new EffortMeter({ limits: options.effort ?? noEffortLimits, onRefused: metrics.refused }),
    ...{ served, turnstile: new Turnstile(() => served.isServing) },
    limits: { ...defaultLimits, ...options.limits },
    proxies,
    formatError: isForeign ? passErrors : maskErrors(log),
    hidesSchemaFromAnonymous: !isForeign,
    grantsOf: options.grantsOf,
    operationNames: operationNamesOf(options.documents?.values() ?? []),
    documents: new TrustedDocuments(new Map(), options.adhoc),
    deadlineMs: options.deadlineMs,
    keys: isForeign ? undefined : new BoundKeys(keyValue),
    overrideLabels: options.overrideLabels,
    stalledMs: options.stalledMs,
  };
  const { startPlanning = () => new PlanningThread({ log, observer: metrics.planning }).open } = options;
  const openPlanning = startPlanning();
  const documents = new TrustedDocuments(options.documents, options.adhoc);
  const [main, others] = await Promise.all([
    openVariant(supergraphSdl, connections, { ...shared, documents }, openPlanning),
    openVariants(texts, connections, shared, openPlanning),
  ]);
  const variants = new Map([[mainPath, main], ...others]);
  const connected = new Connected(connections);
  const reloads = new Reloads(variants, connected, log, startPlanning);
  watchStreams(measured, [...variants.values()]);
  watchTraffic(measured, () => [...connected.byName.values()].map(guard));
  const rooms = new PlainRooms({
    ...{ observer, onLate: metrics.late, limits: options.plain?.room },
    deadlineMs: options.deadlineMs ?? defaultDeadlineMs,
  });
  const { stalledMs } = options;
  const plain = { idleMs: options.plain?.idleMs ?? idleMs, stalledMs, onStalled: metrics.slow };
  const route = await createRouter(
    { ...options, connections: connected.byName, health: { lifecycle, checks: readiness } },
    { variants, plain: createPlainHandler(() => main.door, freshness, { rooms, ...plain }) },
  );

  const settings = { connectionsCheckingInterval: lookForLateEveryMs, ServerResponse: SecuredResponse };
  const server = createServer(settings, (request, response) => {
    if (answerCors(request, response, options.allowedOrigins ?? [])) return;
    if (!crowds.admits(request, response)) return refuseCrowd(request, response, main.door);
    route(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'request failed');
      response.destroy();
    });
  });
  watchRequests(server, () => lifecycle.isLeaving);
  crowds.watch(server);
  const stopCutting = cutUnsent(server, options.unsent);
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.timeout = options.stalledAfterMs ?? stalledAfterMs;
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const variant = variants.get(pathOf(request) ?? '');
    if (!variant) return refuseUpgrade(stream, '404 Not Found');
    if (!isAllowedOrigin(request, options.allowedOrigins)) return refuseUpgrade(stream, '403 Forbidden');
    if (!crowds.admitsSocket(request, stream)) return refuseUpgrade(stream, '429 Too Many Requests');
    variant.socket.upgrade(request, stream, head);
  });

  let stopRehearsing = (): void => undefined;
  return {
    server,
    listen: async (port, host, isShared = false) => {
      const listening = await listenOn(server, { port, host, isShared });
      if (options.rehearses === true) stopRehearsing = rehearse();
      return listening.port;
    },
    reload: (supergraphSdl, next, others = new Map()) =>
      reloads.reload(new Map([...others, [mainPath, supergraphSdl]]), next.map(guard)),
    close: async (limits = quickLimits) => {
      lifecycle.enter('closing');
      reloads.stop();
      stopCutting();
      stopRehearsing();
      const all = [...variants.values()];
      await drainServer(server, limits, async (spreadMs, leftMs) => {
        await Promise.all(all.map((variant) => variant.endStreams(spreadMs, leftMs)));
      });
      await Promise.all(all.map((variant) => variant.close()));
      await connected.close();
    },
  };
}

const strangerSays =
  'an address that is not among TRUSTED_PROXIES speaks of clients behind it: all of them count as one';
const crowdedAddress =
  'an address has as many connections as it may; where it is a proxy, TRUSTED_PROXIES has to name it';

const openVariants = (
  texts: ReadonlyMap<string, string>,
  connections: readonly SubgraphConnection[],
  options: VariantOptions,
  openPlanning: OpenPlanning,
) =>
  Promise.all(
    [...texts].map(
      async ([path, sdl]) => [path, await openVariant(sdl, connections, options, openPlanning)] as const,
    ),
  );

function refuseCrowd(request: IncomingMessage, response: ServerResponse, door: Door): void {
  const refusal = new TooManyConnections();
  response.setHeader('retry-after', '5'); // one may have gone by then
  sendRefusal(response, request.headers.accept, refusal, door.errorsOf(refusal, newUuid()));
}

/** The server has let go of the connection: its end, and whatever becomes of it before, are ours to see to. */
function refuseUpgrade(stream: Duplex, status: string): void {
  stream.on('error', () => undefined);
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
