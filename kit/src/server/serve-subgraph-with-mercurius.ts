import { type Span, trace } from '@opentelemetry/api';
import { fastify, type FastifyReply, type FastifyRequest } from 'fastify';
import type { OperationIdentity } from '../auth/viewer.ts';
import { boundsOf, boundsOfRoute } from '../deadline/deadline-header.ts';
import { BoundedWork } from '../deadline/operation-bounds.ts';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import { openChildSpan, within } from '../trace/span.ts';
import { credentialsOf } from './authenticate.ts';
import { callerTrace } from './caller-trace.ts';
import { drainServer, quickLimits, watchRequests } from './drain-server.ts';
import { findHealthResponse } from './health.ts';
import { Lifecycle } from './lifecycle.ts';
import { registerMercurius } from './mercurius-graphql.ts';
import { refusal } from './refusal.ts';
import type { ServeSubgraph } from './serve-subgraph.ts';
import { serveSubscriptions } from './subgraph-socket.ts';

/** Largest body of a route or an operation; the routes have tighter limits of their own. */
const bodyLimitBytes = 1024 * 1024;

/**
 * As `serveSubgraph`, with mercurius on Fastify. Sockets are served as there: mercurius knows one
 * identity and one context a connection, while the supergraph multiplexes viewers over one.
 */
export const serveSubgraphWithMercurius: ServeSubgraph = async (hosted, options, { port, host }) => {
  const { authenticate, readiness, prove, lifecycle = new Lifecycle('serving') } = options;
  const state = { lifecycle, checks: readiness, ...(prove && { prove }) };
  const identities = new WeakMap<FastifyRequest, OperationIdentity>();
  const identityOf = (request: FastifyRequest): OperationIdentity => {
    const identity = identities.get(request);
    if (!identity) throw new UnauthenticatedError();
    return identity;
  };
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: bodyLimitBytes });
  app.setErrorHandler(async (error, request, reply) =>
    reply.send(await refusal({ url: urlOf(request), headers: headersOf(request) }, error, hosted)),
  );
  for (const path of ['/livez', '/readyz', '/startupz'])
    app.get(path, async (request, reply) =>
      reply.send(await findHealthResponse(path, state, headersOf(request))),
    );

  await app.register(async (known) => {
    known.addHook('onRequest', async (request) => {
      identities.set(request, await authenticate(credentialsOf(headersOf(request))));
    });
    const spans = new WeakMap<FastifyRequest, Span>();
    known.addHook('preHandler', (request, reply, done) => {
      const parent = callerTrace({ headers: headersOf(request) });
      const span = openChildSpan(`${hosted.name} graphql`, { kind: 'SERVER', parent });
      if (span) spans.set(request, span);
      const work = boundedWork(request, reply);
      work.run(() => within(span ? trace.setSpan(parent, span) : parent, done));
    });
    known.addHook('onResponse', async (request) => spans.get(request)?.end());
    await registerMercurius(known, hosted, identityOf);
  });
  await app.register(async (known) => {
    known.removeAllContentTypeParsers();
    known.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    known.addHook('onRequest', async (request) => {
      identities.set(request, await authenticate(credentialsOf(headersOf(request))));
    });
    known.all('/*', async (request, reply) => {
      const identity = identityOf(request);
      const clientAddress = identity.clientAddress ?? request.ip;
      const asked = asRequest(request);
      const incoming = { request: asked, identity, clientAddress, ...boundsOfRoute(asked) };
      const answer = await within(callerTrace(asked), () => hosted.handleRoute(incoming));
      return reply.send(answer ?? new Response(null, { status: 404 }));
    });
  });

  watchRequests(app.server, () => lifecycle.isLeaving);
  const sockets = serveSubscriptions(app.server, hosted, authenticate);
  await app.listen({ port, host });
  const address = app.server.address();
  return {
    server: app.server,
    port: typeof address === 'object' && address ? address.port : port,
    close: async (limits = quickLimits) => {
      await drainServer(app.server, limits, (spreadMs) => sockets.end(spreadMs));
      await app.close();
    },
  };
};

/** Until the answer is sent, or the caller has left. */
function boundedWork(request: FastifyRequest, reply: FastifyReply): BoundedWork {
  const gone = new AbortController();
  const work = new BoundedWork({ ...boundsOf(headersOf(request)), signal: gone.signal });
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
    work.end();
  });
  return work;
}

const urlOf = ({ url, host }: FastifyRequest): string => new URL(url, `http://${host || 'localhost'}`).href;

function headersOf({ headers }: FastifyRequest): Headers {
  const copy = new Headers();
  for (const [name, value] of Object.entries(headers))
    for (const each of [value].flat()) if (each !== undefined) copy.append(name, each);
  return copy;
}

/** The request as routes know it; its body has been read. */
function asRequest(request: FastifyRequest): Request {
  const { method, body } = request;
  const bytes = body instanceof Buffer && body.byteLength > 0 ? new Uint8Array(body) : null;
  return new Request(urlOf(request), { method, headers: headersOf(request), body: bytes });
}
