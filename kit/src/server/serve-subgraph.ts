import { createServer } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { boundsOf, boundsOfRoute } from '../deadline/deadline-header.ts';
import { within } from '../trace/span.ts';
import { type Authenticate, credentialsOf } from './authenticate.ts';
import { callerTrace } from './caller-trace.ts';
import { watchRequests } from './drain-server.ts';
import { findHealthResponse, type Health, type Prove, type ReadinessCheck } from './health.ts';
import type { HostedSubgraph } from './host.ts';
import { Lifecycle } from './lifecycle.ts';
import { listen, type ListenAddress, type ListeningServer } from './listen.ts';
import { OwnRequests, type OwnRequestsOptions } from './own-requests.ts';
import { refusal } from './refusal.ts';
import { serveSubscriptions } from './subgraph-socket.ts';
import { yogaFor } from './yoga-graphql.ts';

export interface SubgraphServerOptions {
  readonly authenticate: Authenticate;
  readonly readiness: readonly ReadinessCheck[];
  /** Absent: a supergraph that knows several addresses of this subgraph will not ask this process. */
  readonly prove?: Prove;
  /** By default one that serves until it is closed. */
  readonly lifecycle?: Lifecycle;
}

interface NodeContext {
  readonly req?: { readonly socket: { readonly remoteAddress?: string | undefined } };
}

/** Puts a hosted subgraph behind a port; the process chooses the library. */
export type ServeSubgraph = (
  hosted: HostedSubgraph,
  options: SubgraphServerOptions,
  address: ListenAddress,
) => Promise<ListeningServer>;

/** Serves `/graphql` (HTTP and graphql-transport-ws), the subgraph's routes, `/livez`, `/readyz` and `/startupz`. */
export async function serveSubgraph(
  hosted: HostedSubgraph,
  { authenticate, readiness, prove, lifecycle = new Lifecycle('serving') }: SubgraphServerOptions,
  address: ListenAddress,
): Promise<ListeningServer> {
  const answering = { hosted, authenticate, yoga: yogaFor(hosted) };
  const answerAnybody = adapterFor(answering, { lifecycle, checks: readiness, ...(prove && { prove }) });
  const ours = new OwnRequests(answering);
  const server = createServer((request, response) => {
    if (!ours.has(request)) return void answerAnybody(request, response);
    ours.answer(request, response).catch(() => response.destroy());
  });
  watchRequests(server, () => lifecycle.isLeaving);
  const sockets = serveSubscriptions(server, hosted, authenticate);
  return listen(server, address, (spreadMs) => sockets.end(spreadMs));
}

function adapterFor({ hosted, authenticate, yoga }: OwnRequestsOptions, health: Health) {
  const answer = async (request: Request, { req }: NodeContext): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const state = await findHealthResponse(pathname, health, request.headers);
    if (state) return state;
    const identity = await authenticate(credentialsOf(request.headers));
    const bounds = { ...boundsOf(request.headers), signal: request.signal };
    if (pathname === '/graphql') return yoga.fetch(request, { identity, bounds });
    const clientAddress = identity.clientAddress ?? req?.socket.remoteAddress ?? '';
    const incoming = { request, identity, clientAddress, ...boundsOfRoute(request) };
    return (await hosted.handleRoute(incoming)) ?? new Response(null, { status: 404 });
  };
  return createServerAdapter<NodeContext>((request, context) =>
    within(callerTrace(request), () => answer(request, context)).catch((error: unknown) =>
      request.signal.aborted ? unread() : refusal(request, error, hosted),
    ),
  );
}

/** For a caller that has left, which is no failure of ours. */
const unread = (): Response => new Response(null, { status: 499 });
