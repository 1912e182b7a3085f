import { Pool } from 'undici';
import type { ExecutionResult } from 'graphql';
import { anySubgraph, type InternalTokenSigner } from '@moim/kit/auth/internal-token.ts';
import { clientAddressHeader, internalTokenHeader, requestIdHeader } from '@moim/kit/server/authenticate.ts';
import { deadlineHeader } from '@moim/kit/deadline/deadline-header.ts';
import { traceparentHeader, traceparentOf } from '@moim/kit/trace/traceparent.ts';
import { toExecutionResult } from './graphql-result.ts';
import { forwardRequest } from './forward-request.ts';
import { Breaker } from './breaker.ts';
import { onceMoreWhenStale } from './once-more-when-stale.ts';
import { RetryBudget } from './retry-budget.ts';
import type { SubgraphConnection, SubgraphOperation } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';
import { type TrafficObserver, unobserved } from './traffic-observer.ts';
import { openUpstreamSocket } from './upstream-socket.ts';

export interface RemoteConnectionOptions {
  /** As in the supergraph. */
  readonly name: string;
  /** Of its GraphQL endpoint, e.g. `http://127.0.0.1:4101/graphql`. */
  readonly url: string;
  /** Signs who asks; absent for a foreign subgraph, which gets the client's own Authorization. */
  readonly tokens?: InternalTokenSigner;
  readonly timeouts?: Partial<RemoteTimeouts>;
  /** Shared by the processes of the subgraph; absent: it has one. */
  readonly retries?: RetryBudget;
  readonly observer?: TrafficObserver;
}

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
  const { name, url, tokens, timeouts, observer = unobserved } = options;
  const { retries = new RetryBudget(name, { observer }) } = options;
  const { connectMs, answerMs, pingMs } = { ...defaultTimeouts, ...timeouts };
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: maxConnections,
    connect: { timeout: connectMs },
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
  });
  const breaker = new Breaker(name, { observer });
  const signed = async ({
    identity,
    authorization,
    deadlineAtMs,
  }: Pick<SubgraphOperation, 'identity' | 'authorization' | 'deadlineAtMs'>) => ({
    [requestIdHeader]: identity.requestId,
    ...traced(),
    ...(tokens && deadlineAtMs !== undefined ? remaining(deadlineAtMs) : {}),
    ...(tokens && identity.clientAddress ? { [clientAddressHeader]: identity.clientAddress } : {}),
    ...(tokens ? { [internalTokenHeader]: await tokens.sign(identity, name) } : {}),
    ...(!tokens && authorization ? { authorization } : {}),
  });
  const socket = openUpstreamSocket({
    name,
    url: url.replace(/^http/, 'ws'),
    connectMs,
    pingMs,
    connectionParams: async () =>
      tokens ? { internalToken: await tokens.sign({ viewer: null, isService: true }, anySubgraph) } : {},
    extensions: async (operation) =>
      tokens
        ? {
            internalToken: await tokens.sign(operation.identity, name),
            requestId: operation.identity.requestId,
          }
        : {},
  });

  async function post(operation: SubgraphOperation): Promise<ExecutionResult> {
    const { query, variables, operationName, signal } = operation;
    const { body } = await pool.request({
      method: 'POST',
      path: pathname,
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(await signed(operation)),
      },
      body: JSON.stringify({ query, variables, operationName }),
      ...(signal ? { signal } : {}),
    });
    const result = toExecutionResult(await body.json());
    if (!result) throw new TypeError('the answer is not a GraphQL result');
    return result;
  }

  return {
    name,
    execute: (operation) =>
      breaker.run(() => onceMoreWhenStale(operation, () => post(operation), { retries }), operation.signal),
    subscribe: (operation) => socket.subscribe(operation),
    fetch: (request, caller) =>
      breaker.run(async () => forwardRequest(pool, request, caller, await signed(caller))),
    close: async () => {
      await socket.close();
      await pool.destroy(new SubgraphUnavailableError(name));
    },
  };
}

/** What is left, since clocks of two machines differ. */
const remaining = (deadlineAtMs: number): Record<string, string> => ({
  [deadlineHeader]: String(Math.max(0, Math.round(deadlineAtMs - performance.now()))),
});

/** Header of the trace that goes on; a foreign subgraph is told too. */
function traced(): Record<string, string> {
  const traceparent = traceparentOf();
  return traceparent === null ? {} : { [traceparentHeader]: traceparent };
}
