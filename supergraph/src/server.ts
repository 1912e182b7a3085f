import type { Server } from 'node:http';
import { type DrainLimits, drainServer, quickLimits, watchRequests } from '@moim/kit/server/drain-server.ts';
import { Lifecycle } from '@moim/kit/server/lifecycle.ts';
import { listen as listenOn } from '@moim/kit/server/listen.ts';
import { rehearse } from './access/rehearsal.ts';
import { TrustedDocuments } from './access/trusted-documents.ts';
import { type CommonGround, layCommonGround } from './common-ground.ts';
import { defaultDeadlineMs } from './execution/deadline.ts';
import { connectionGuard } from './execution/guard-connection.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import { WriteClock } from './execution/write-clock.ts';
import { RecentChanges } from './freshness/recent-changes.ts';
import { createClientServer } from './http/client-server.ts';
import { limitCrowds } from './http/crowds.ts';
import { cutUnsent } from './http/cut-unsent.ts';
import { PlainRooms } from './http/plain-rooms.ts';
import { createPlainHandler } from './http/plain-routes.ts';
import { createRouter } from './http/router.ts';
import { watchTraffic } from './metrics/traffic-metrics.ts';
import { watchStreams } from './metrics/watch-streams.ts';
import { PlanningThread } from './planning/planning-thread.ts';
import { Connected } from './reload/connected.ts';
import { Reloads } from './reload/reloads.ts';
import type { LastingOptions, SupergraphOptions } from './supergraph-options.ts';
import { toVariantOptions } from './variant-options.ts';
import { mainPath, openVariants, type Variants } from './variants.ts';

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

/** Milliseconds between two pieces of a plain request's body, or of its answer. */
const defaultIdleMs = 10_000;

/** Plans, executes and streams the supergraph over HTTP, WebSocket and SSE, and mounts what is plain HTTP. */
export async function createSupergraphServer(opened: SupergraphOptions): Promise<SupergraphServer> {
  // The options live as long as the server, but not what is of the first supergraph alone.
  const { supergraphSdl, variants: others = new Map(), connections: ways, ...options } = opened;
  const { log, lifecycle = new Lifecycle('serving') } = options;
  const ground = layCommonGround(options);
  const guard = guardFor(options, ground);
  const connections = ways.map(guard);
  const { startPlanning = () => new PlanningThread({ log, observer: ground.metrics.planning }).open } =
    options;
  const variants = await openVariants(
    { main: supergraphSdl, others, documents: new TrustedDocuments(options.documents, options.adhoc) },
    connections,
    toVariantOptions(options, ground),
    startPlanning(),
  );
  const connected = new Connected(connections);
  const reloads = new Reloads(variants.byPath, connected, log, startPlanning);
  watchStreams(ground.measured, [...variants.byPath.values()]);
  watchTraffic(ground.measured, () => [...connected.byName.values()].map(guard));
  const server = await createServer(options, { ground, lifecycle, variants, connected });
  const stopCutting = cutUnsent(server, options.unsent);

  let stopRehearsing = (): void => undefined;
  return {
    server,
    listen: async (port, host, isShared = false) => {
      const listening = await listenOn(server, { port, host, isShared });
      if (options.rehearses === true) stopRehearsing = rehearse();
      return listening.port;
    },
    reload: (sdl, next, otherTexts = new Map()) =>
      reloads.reload(new Map([...otherTexts, [mainPath, sdl]]), next.map(guard)),
    close: async (limits = quickLimits) => {
      lifecycle.enter('closing');
      reloads.stop();
      stopCutting();
      stopRehearsing();
      await drainServer(server, limits, (spreadMs, leftMs) => variants.endStreams(spreadMs, leftMs));
      await variants.close();
      await connected.close();
    },
  };
}

/** Changes are noted for other supergraphs where there may be any. */
function guardFor({ keyValue, sharesReads = true, joinedForMs }: LastingOptions, { observer }: CommonGround) {
  const elsewhere = keyValue && { elsewhere: new RecentChanges({ keyValue }) };
  return connectionGuard({ changes: new WriteClock(), ...elsewhere, observer, sharesReads, joinedForMs });
}

/** What stands behind the port of one server. */
interface Behind {
  readonly ground: CommonGround;
  readonly lifecycle: Lifecycle;
  readonly variants: Variants;
  readonly connected: Connected;
}

async function createServer(options: LastingOptions, behind: Behind): Promise<Server> {
  const { ground, lifecycle, variants, connected } = behind;
  const { allowedOrigins, stalledAfterMs, connectionsPerAddress: most = Infinity, log } = options;
  const health = { lifecycle, checks: options.readiness ?? [] };
  const route = await createRouter(
    { ...options, connections: connected.byName, health },
    { variants: variants.byPath, plain: plainHandler(options, behind) },
  );
  const crowds = limitCrowds({ ...{ most, log }, proxies: ground.proxies, metrics: ground.metrics });
  const doorNow = () => variants.main.door;
  const server = createClientServer(
    { allowedOrigins, stalledAfterMs, crowds, log },
    { route, sockets: variants.byPath, doorNow },
  );
  watchRequests(server, () => lifecycle.isLeaving);
  return server;
}

function plainHandler({ plain, deadlineMs = defaultDeadlineMs, stalledMs }: LastingOptions, behind: Behind) {
  const { observer, metrics, freshness } = behind.ground;
  const rooms = new PlainRooms({ observer, onLate: metrics.late, limits: plain?.room, deadlineMs });
  const idleMs = plain?.idleMs ?? defaultIdleMs;
  const limits = { rooms, idleMs, stalledMs, onStalled: metrics.slow };
  return createPlainHandler(() => behind.variants.main.door, freshness, limits);
}
