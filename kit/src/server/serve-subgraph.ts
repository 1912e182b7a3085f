import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServerAdapter } from '@whatwg-node/server';
import { boundsOf, boundsOfRoute } from '../deadline/deadline-header.ts';
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
import { errorResponse, questionsOf } from './route-table.ts';
import {
  boundsWithin,
  headersOf,
  type HeadersRead,
  isForShortWay,
  jsonIn,
  readBody,
  sendResult,
  ShortWay,
} from './short-way.ts';
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
      return yoga.fetch(request, {
        identity,
        bounds: { ...boundsOf(request.headers), signal: request.signal },
      });
    const clientAddress = identity.clientAddress ?? req?.socket.remoteAddress ?? '';
    const incoming = { request, identity, clientAddress, ...boundsOfRoute(request) };
    return (await hosted.handleRoute(incoming)) ?? new Response(null, { status: 404 });
  };
  const adapter = createServerAdapter<NodeContext>((request, context) =>
    within(callerTrace(request), () => answer(request, context)).catch((error: unknown) =>
      request.signal.aborted ? unread() : refusal(request, error, hosted),
    ),
  );
  const shortWay = new ShortWay(hosted);
  const questions = questionsOf(hosted.subgraph.routes, hosted.services);
  /** What our supergraph sends is all of it alike: for that the libraries would do much that nobody needs. */
  const answerShortly = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = headersOf(request);
    const identity = await authenticate(credentialsOf(headers));
    const question = questions.get(request.url ?? '')?.(identity); // refuses before it reads
    const body = await readBody(request);
    if (question) return sendResult(response, await question(jsonIn(body)));
    const bounds = boundsWithin(headers, response);
    const operation = shortWay.operationIn(body);
    if (operation) return sendResult(response, await hosted.execute({ ...operation, identity, bounds }));
    await sendResponse(response, await yoga.fetch(asRequest(request, body), { identity, bounds }));
  };
  const hasShortWay = (request: IncomingMessage): boolean =>
    (request.url === '/graphql' || questions.has(request.url ?? '')) && isForShortWay(request);
  const server = createServer((request, response) => {
    if (!hasShortWay(request)) return void adapter(request, response);
    void within(callerTrace({ headers: headersOf(request) }), () => answerShortly(request, response))
      .catch(async (error: unknown) => {
        if (request.errored || response.closed) return; // nobody reads it, which is no failure of ours
        if (!request.complete) response.setHeader('connection', 'close'); // the rest of it is not read
        await sendResponse(response, await refusal(asRequest(request, ''), error, hosted));
      })
      .catch(() => response.destroy());
  });
  watchRequests(server, () => lifecycle.isLeaving);
  const sockets = serveSubscriptions(server, hosted, authenticate);
  return listen(server, address, (spreadMs) => sockets.end(spreadMs));
}

function asRequest({ url, method = 'GET', headers }: IncomingMessage, body: string | null = null): Request {
  const known = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    [value].flat().flatMap((each) => (each === undefined ? [] : [[name, each]])),
  );
  return new Request(new URL(url ?? '/', 'http://subgraph.internal'), {
    method,
    headers: known,
    body,
  });
}

async function sendResponse(response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  if (response.closed) return;
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
}

/** For a caller that has left, which is no failure of ours. */
const unread = (): Response => new Response(null, { status: 499 });

/** The supergraph and our other processes say which trace a request belongs to. */
export const callerTrace = ({ headers }: { readonly headers: HeadersRead }) =>
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
