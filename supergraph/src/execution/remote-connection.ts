import { Pool } from 'undici';
import type { ExecutionResult } from 'graphql';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { anySubgraph, type InternalTokenSigner } from '@moim/kit/auth/internal-token.ts';
import { toExecutionResult } from './graphql-result.ts';
import { forwardRequest } from './forward-request.ts';
import { BoundedCache } from './bounded-cache.ts';
import { Breaker } from './breaker.ts';
import { Deadline } from './deadline.ts';
import { Deadlines } from './deadlines.ts';
import { JsonPoster } from './http/json-poster.ts';
import { onceMoreWhenStale } from './once-more-when-stale.ts';
import { type Asking, headersOf, type Introduce } from './operation-headers.ts';
import { RetryBudget } from './retry-budget.ts';
import type { SubgraphConnection, SubgraphOperation } from './subgraph-connection.ts';
import { socketsByCaller } from './sockets-by-caller.ts';
import type { SubgraphStreams } from './subgraph-streams.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';
import { type TrafficObserver, unobserved } from './traffic-observer.ts';
import { openUpstreamEvents } from './upstream-events.ts';
import { openUpstreamSocket } from './upstream-socket.ts';
import { SignalledWait, type Wait } from './wait.ts';

export interface RemoteConnectionOptions {
  /** As in the supergraph. */
  readonly name: string;
  /** Of its GraphQL endpoint, e.g. `http://127.0.0.1:4101/graphql`. */
  readonly url: string;
  /** Signs who asks; absent for a foreign subgraph, which gets the client's own Authorization. */
  readonly tokens?: InternalTokenSigner;
  /** Signs who asks for a subgraph that is not ours: the value of its Authorization, in place of the client's. */
  readonly introduce?: Introduce;
  /** How it streams; default: over a socket. */
  readonly streams?: Streaming;
  /** Of one answer to a query or mutation; default: any number. */
  readonly maxAnswerBytes?: number;
  /** Of one event of a subscription; a larger one ends its stream. Default: 100 MB over a socket, else 4 MB. */
  readonly maxEventBytes?: number | undefined;
  readonly timeouts?: Partial<RemoteTimeouts>;
  /** Shared by the processes of the subgraph; absent: it has one. */
  readonly retries?: RetryBudget;
  readonly observer?: TrafficObserver;
}

/** `socket`: graphql-transport-ws at the same address. `events`: server-sent events, as graphql-sse's distinct mode. */
export type Streaming = 'socket' | 'events';

/** Milliseconds. */
export interface RemoteTimeouts {
  readonly connectMs: number;
  /** Until the answer's headers, and again between parts of its body. */
  readonly answerMs: number;
  /** Between pings on the socket, and then for the pong. */
  readonly pingMs: number;
}

const defaultTimeouts: RemoteTimeouts = { connectMs: 1_000, answerMs: 5_000, pingMs: 4_000 };
const maxConnections = 64;
/** Shorter than the time that an ending subgraph waits: it never closes a connection under a request. */
const idleMs = 1_000;

/** A subgraph in another process: pooled HTTP for queries, one multiplexed socket for subscriptions. */
export function connectRemote(options: RemoteConnectionOptions): SubgraphConnection {
  const { name, url, tokens, introduce, streams = 'socket', timeouts, observer = unobserved } = options;
  const { retries = new RetryBudget(name, { observer }), maxAnswerBytes = -1, maxEventBytes } = options;
  const { connectMs, answerMs, pingMs } = { ...defaultTimeouts, ...timeouts };
  const poster = new JsonPoster({
    ...{ url: new URL(url), maxConnections, connectMs, answerMs, idleMs },
    ...(maxAnswerBytes === -1 ? {} : { maxAnswerBytes }),
  });
  const pool = new Pool(new URL(url).origin, {
    connections: maxConnections,
    connect: { timeout: connectMs },
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
    maxResponseSize: maxAnswerBytes,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
  });
  const breaker = new Breaker(name, { observer });
  const deadlines = new Deadlines(2 * answerMs);
  const signed = (asking: Asking) => headersOf({ name, tokens, introduce }, asking);
  const openSocket = (authorization?: string): SubgraphStreams =>
    openUpstreamSocket({
      name,
      url: url.replace(/^http/, 'ws'),
      connectMs,
      pingMs,
      maxEventBytes,
      ...(authorization ? { headers: { authorization } } : {}),
      connectionParams: async () => ({
        ...(authorization ? { authorization } : {}),
        ...(tokens ? { internalToken: await tokens.sign(supergraphItself, anySubgraph) } : {}),
        ...(introduce ? { authorization: await introduce(supergraphItself) } : {}),
      }),
      extensions: async ({ identity }) => ({
        ...(tokens ? { internalToken: await tokens.sign(identity, name) } : {}),
        ...(tokens || introduce ? { requestId: identity.requestId } : {}),
        ...(introduce ? { authorization: await introduce(identity) } : {}),
      }),
    });
  const openStreams = (): SubgraphStreams => {
    if (streams === 'events')
      return openUpstreamEvents({ name, url, connectMs, answerMs, maxEventBytes, headers: signed });
    return tokens || introduce ? openSocket() : socketsByCaller(openSocket);
  };
  const upstream = openStreams();

  async function post(operation: SubgraphOperation): Promise<ExecutionResult> {
    const { query, variables, operationName } = operation;
    const headers = signed(operation);
    const answer = await poster.post({
      headers: headers instanceof Promise ? await headers : headers,
      body: bodyOf(query, variables, operationName),
      wait: waitOf(operation),
    });
    const result = toExecutionResult(answer);
    if (!result) throw new TypeError('the answer is not a GraphQL result');
    return result;
  }

  async function postJson(path: string, body: unknown, identity: OperationIdentity): Promise<unknown> {
    const headers = signed({ identity });
    const wait = new Deadline(); // of nobody who asked, but a server that sends a byte now and then has no end
    deadlines.begin(wait);
    try {
      return await poster.post({
        path,
        headers: headers instanceof Promise ? await headers : headers,
        body: JSON.stringify(body),
        wait,
      });
    } finally {
      wait.end();
    }
  }

  return {
    name,
    execute: (operation) =>
      breaker.run(() => onceMoreWhenStale(operation, () => post(operation), { retries }), operation),
    subscribe: (operation) => upstream.subscribe(operation),
    fetch: (request, caller) =>
      breaker.run(async () => forwardRequest(pool, request, caller, await signed(caller)), request),
    readJson: (path, body, identity) =>
      breaker.run(() => onceMoreWhenStale(reading, () => postJson(path, body, identity), { retries })),
    close: async () => {
      await upstream.close();
      poster.close(new SubgraphUnavailableError(name));
      await pool.destroy(new SubgraphUnavailableError(name));
    },
  };
}

/** The signal is not even looked at where there is something cheaper. */
function waitOf(operation: SubgraphOperation): Wait | undefined {
  if (operation.wait) return operation.wait;
  return operation.signal && new SignalledWait(operation.signal);
}

/** JSON of plans' queries, each of which is sent again and again. */
const queryTexts = new BoundedCache<string>(4_000_000);

function bodyOf(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  operationName: string | undefined,
): string {
  let text = queryTexts.get(query);
  if (text === undefined) queryTexts.set(query, (text = JSON.stringify(query)), query.length);
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${text},"variables":${JSON.stringify(variables)}${name}}`;
}

/** What may be asked again. */
const reading = { query: '' };
const supergraphItself = { viewer: null, isService: true };
