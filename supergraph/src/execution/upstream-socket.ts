import { createClient } from 'graphql-ws';
import type { ExecutionResult } from 'graphql';
import { WebSocket } from 'ws';
import { traceparentOf } from '@moim/kit/trace/traceparent.ts';
import { closableStream } from './closable-stream.ts';
import { EventTooLargeError } from './event-too-large.ts';
import { toExecutionResult, toGraphQLError } from './graphql-result.ts';
import { PushQueue } from './push-queue.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';
import type { SubgraphStreams } from './subgraph-streams.ts';

export interface UpstreamSocketOptions {
  readonly name: string;
  readonly url: string;
  readonly connectMs: number;
  /** Between pings, and then for the pong: a half-open connection is found within twice this. */
  readonly pingMs: number;
  /** Of one event, with what the protocol adds. A larger one ends all streams of the socket: whose it is nobody knows. */
  readonly maxEventBytes?: number | undefined;
  /** Of the request that opens it, beside those of the protocol. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly connectionParams: () => Promise<Record<string, unknown>>;
  /** Who asks, for each operation: one socket carries many viewers. */
  readonly extensions: (operation: SubgraphOperation) => Promise<Record<string, unknown>>;
}

/** Results that may wait for their reader; a subgraph that runs further ahead is resumed later. */
const maxWaiting = 1_024;

/**
 * All subscriptions of one subgraph over one graphql-transport-ws socket, opened when first needed.
 * A lost socket fails every stream; whoever needs it resumes, which opens the next socket.
 */
export function openUpstreamSocket(options: UpstreamSocketOptions): SubgraphStreams {
  const { name, url, connectMs, pingMs, headers = {}, connectionParams } = options;
  let isOpen = false;
  let isTooLarge = false;
  let pongTimer: NodeJS.Timeout | undefined;
  const client = createClient({
    url,
    connectionParams,
    webSocketImpl: webSocketWithin(connectMs, headers, options.maxEventBytes, () => (isTooLarge = true)),
    connectionAckWaitTimeout: connectMs * 5,
    lazyCloseTimeout: 10_000,
    keepAlive: pingMs,
    retryAttempts: 0,
    shouldRetry: () => false,
    on: {
      connected: () => {
        isOpen = true;
      },
      closed: () => {
        isOpen = false;
        isTooLarge = false; // the streams have been told; whoever came a moment too late was lost with the socket
        clearTimeout(pongTimer);
      },
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => client.terminate(), pingMs);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
    },
  });

  return {
    subscribe(operation) {
      const traceparent = traceparentOf();
      const queue = new PushQueue<ExecutionResult>(maxWaiting);
      let wasOpen = isOpen;
      const stopListening = client.on('connected', () => {
        wasOpen = true;
      });
      let unsubscribe: (() => void) | undefined;
      let isStopped = false;
      const stop = () => {
        isStopped = true;
        stopListening();
        unsubscribe?.();
      };
      const lost = (cause: unknown) => new SubgraphUnavailableError(name, { cause, wasOpen });

      async function start(): Promise<void> {
        const { query, variables, operationName } = operation;
        const payload = {
          query,
          variables: { ...variables },
          operationName: operationName ?? null,
          extensions: { ...(await options.extensions(operation)), ...(traceparent ? { traceparent } : {}) },
        };
        if (isStopped) return;
        unsubscribe = client.subscribe(payload, {
          next: (message) => {
            const result = toExecutionResult(message);
            if (result && !queue.push(result)) {
              queue.fail(lost('the reader is too far behind'));
              stop();
            }
          },
          error: (reason) => {
            stopListening();
            if (Array.isArray(reason)) queue.endWith({ errors: reason.map(toGraphQLError) });
            else queue.fail(isTooLarge ? new EventTooLargeError(name, { cause: reason }) : lost(reason));
          },
          complete: () => {
            stopListening();
            queue.end();
          },
        });
      }

      let started: Promise<void> | undefined;
      return closableStream({
        next: async () => {
          await (started ??= start());
          return queue.next();
        },
        close: stop,
      });
    },
    close: async () => {
      clearTimeout(pongTimer);
      await client.dispose();
    },
  };
}

/** The library has no limit of its own for the handshake, and one of 100 MB for a message. */
function webSocketWithin(
  handshakeTimeout: number,
  headers: Readonly<Record<string, string>>,
  maxPayload: number | undefined,
  onTooLarge: () => void,
) {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, {
        ...{ handshakeTimeout, headers: { ...headers } },
        ...(maxPayload === undefined ? {} : { maxPayload }),
      });
      this.once('error', (error) => {
        if (!('code' in error) || error.code !== 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return;
        onTooLarge();
        this.terminate(); // whoever sends so much is not waited for
      });
    }
  };
}
