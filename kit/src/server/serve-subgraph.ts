import { createServer } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { boundsOf } from '../deadline/deadline-header.ts';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import { newUuid } from '../ids/uuid.ts';
import { within } from '../trace/span.ts';
import { continueTrace, traceparentHeader } from '../trace/traceparent.ts';
import { type Authenticate, credentialsOf } from './authenticate.ts';
import { watchRequests } from './drain-server.ts';
import { findHealthResponse, type Prove, type ReadinessCheck } from './health.ts';
import type { HostedSubgraph } from './host.ts';
import { Lifecycle } from './lifecycle.ts';
import { listen, type ListenAddress, type ListeningServer } from './listen.ts';
import { errorResponse } from './route-table.ts';
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
  const yoga = yogaFor(hosted);
  const state = { lifecycle, checks: readiness, ...(prove && { prove }) };
  const answer = async (request: Request, { req }: NodeContext): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const health = await findHealthResponse(pathname, state, request.headers);
    if (health) return health;
    const identity = await authenticate(credentialsOf(request.headers));
    if (pathname === '/graphql')
      return yoga.fetch(request, { identity, bounds: boundsOf(request.headers, request.signal) });
    const clientAddress = request.headers.get('x-moim-client-address') ?? req?.socket.remoteAddress ?? '';
    return (
      (await hosted.handleRoute({ request, identity, clientAddress })) ?? new Response(null, { status: 404 })
    );
  };
  const adapter = createServerAdapter<NodeContext>((request, context) =>
    within(callerTrace(request), () => answer(request, context)).catch((error: unknown) =>
      request.signal.aborted ? unread() : refusal(request, error, hosted),
    ),
  );
  const server = createServer((request, response) => void adapter(request, response));
  watchRequests(server, () => lifecycle.isLeaving);
  const sockets = serveSubscriptions(server, hosted, authenticate);
  return listen(server, address, (spreadMs) => sockets.end(spreadMs));
}

/** For a caller that has left, which is no failure of ours. */
const unread = (): Response => new Response(null, { status: 499 });

/** The supergraph and our other processes say which trace a request belongs to. */
export const callerTrace = ({ headers }: Pick<Request, 'headers'>) =>
  continueTrace(headers.get(traceparentHeader));

/** GraphQL callers read `errors`, callers of routes read `error`. */
export async function refusal(
  request: Pick<Request, 'url' | 'headers'>,
  error: unknown,
  { services }: HostedSubgraph,
): Promise<Response> {
  const response = errorResponse(error, request.headers.get('x-request-id') ?? newUuid(), services);
  if (new URL(request.url).pathname !== '/graphql' || !(error instanceof UnauthenticatedError))
    return response;
  const message = error.message;
  const errors = [{ message, extensions: { code: error.code, retryable: false } }];
  return Response.json({ errors }, { status: response.status });
}
