import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Door } from '../access/door.ts';
import type { ConnectionsPerAddress } from './connections-per-address.ts';
import { answerCors } from './cors.ts';
import { refuseCrowd } from './crowds.ts';
import type { GraphQLSocket } from './graphql-ws.ts';
import { isAllowedOrigin } from './origin.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { pathOf } from './router.ts';
import { SecuredResponse } from './secured-response.ts';

/** Milliseconds for a request's head, and for all of it. */
const headersTimeoutMs = 10_000;
/** A slow upload is cut for its idleness, see `read-body.ts`. */
const requestTimeoutMs = 300_000;
/** Between looks for those that are over their time. */
const lookForLateEveryMs = 2_000;
/** A client that takes nothing of its answer, or of its stream, for so long is not there. */
const defaultStalledAfterMs = 60_000;

export interface ClientServerOptions {
  /** Origins beside our own whose pages may use the graph. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Milliseconds after which a connection on which nothing moves is cut. */
  readonly stalledAfterMs?: number | undefined;
  readonly crowds: ConnectionsPerAddress;
  readonly log: Pick<Logger, 'error'>;
}

/** Where clients are let through to. */
export interface Destinations {
  readonly route: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** WebSockets by path. */
  readonly sockets: ReadonlyMap<string, { readonly socket: GraphQLSocket }>;
  /** Who words refusals now: to keep one would keep its supergraph. */
  readonly doorNow: () => Door;
}

/** What clients connect to: bounds of time, of connections and of origins stand before everything behind it. */
export function createClientServer(
  { allowedOrigins, stalledAfterMs, crowds, log }: ClientServerOptions,
  { route, sockets, doorNow }: Destinations,
): Server {
  const settings = { connectionsCheckingInterval: lookForLateEveryMs, ServerResponse: SecuredResponse };
  const server = createServer(settings, (request, response) => {
    if (answerCors(request, response, allowedOrigins ?? [])) return;
    if (!crowds.admits(request, response)) return refuseCrowd(request, response, doorNow());
    route(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'request failed');
      response.destroy();
    });
  });
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.timeout = stalledAfterMs ?? defaultStalledAfterMs;
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const at = sockets.get(pathOf(request) ?? '');
    if (!at) return refuseUpgrade(stream, '404 Not Found');
    if (!isAllowedOrigin(request, allowedOrigins)) return refuseUpgrade(stream, '403 Forbidden');
    if (!crowds.admitsSocket(request, stream)) return refuseUpgrade(stream, '429 Too Many Requests');
    at.socket.upgrade(request, stream, head);
  });
  crowds.watch(server);
  return server;
}
