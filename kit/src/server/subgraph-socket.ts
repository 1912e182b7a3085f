import type { IncomingMessage, Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, parse, validate } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { OperationIdentity } from '../auth/viewer.ts';
import { carriedTrace, carryTrace } from '../trace/carried-trace.ts';
import { within } from '../trace/span.ts';
import { continueTrace } from '../trace/traceparent.ts';
import type { Authenticate, Credentials } from './authenticate.ts';
import { endSockets } from './end-sockets.ts';
import type { HostedSubgraph } from './host.ts';
import type { SubgraphOperation } from './operation.ts';

/** Largest operation a caller may send, in bytes. */
const maxPayloadBytes = 256 * 1024;

/** Silence after which a connection is taken for half-open and ended. */
const keepAliveMs = 10_000;

export interface SubgraphSockets {
  /** @param spreadMs - milliseconds over which they are closed */
  end(spreadMs: number): Promise<void>;
}

/**
 * graphql-transport-ws on `/graphql` for one subgraph. A caller names itself for the connection
 * (`connectionParams` or headers) or, since the supergraph multiplexes many viewers over one
 * socket, for each operation in its `extensions.internalToken`.
 */
export function serveSubscriptions(
  server: Server,
  hosted: HostedSubgraph,
  authenticate: Authenticate,
): SubgraphSockets {
  const socketServer = new WebSocketServer({ server, path: '/graphql', maxPayload: maxPayloadBytes });
  const operations = new WeakMap<object, SubgraphOperation>();
  const run = <T>(args: ExecutionArgs, how: (operation: SubgraphOperation) => T): T => {
    const operation = operations.get(args);
    if (!operation) throw new Error('an operation reached execution without onSubscribe');
    return within(continueTrace(carriedTrace(args)), () => how(operation));
  };
  const serving = useServer(
    {
      schema: hosted.schema,
      execute: (args: ExecutionArgs) => run(args, hosted.execute),
      subscribe: (args: ExecutionArgs) => run(args, hosted.subscribe),
      onSubscribe: async (context, _id, payload) => {
        const identity = await authenticate(
          credentials(payload, context.connectionParams, context.extra.request),
        ).catch(() => null);
        if (!identity) return [unauthenticated()];
        const prepared = prepare(hosted, payload, identity);
        if (prepared instanceof Array) return prepared;
        const args = { schema: hosted.schema, document: prepared.document };
        operations.set(args, prepared);
        carryTrace(args, text(payload.extensions?.['traceparent']));
        return args;
      },
    },
    socketServer,
    keepAliveMs,
  );
  return {
    end: async (spreadMs) => {
      await endSockets(socketServer.clients, spreadMs);
      await serving.dispose();
    },
  };
}

function prepare(
  hosted: HostedSubgraph,
  { query, variables, operationName }: SubscribePayload,
  identity: OperationIdentity,
): SubgraphOperation | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(hosted.schema, document);
    if (errors.length > 0) return errors;
    return { document, variables: variables ?? {}, identity, ...(operationName ? { operationName } : {}) };
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('The operation cannot be read.')];
  }
}

function credentials(
  { extensions }: SubscribePayload,
  connectionParams: Readonly<Record<string, unknown>> | undefined,
  request: IncomingMessage,
): Credentials {
  return {
    internalToken:
      text(extensions?.['internalToken']) ??
      text(connectionParams?.['internalToken']) ??
      text(request.headers['x-moim-internal']),
    authorization:
      text(connectionParams?.['authorization']) ??
      text(connectionParams?.['Authorization']) ??
      text(request.headers.authorization),
    requestId: text(extensions?.['requestId']),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function unauthenticated(): GraphQLError {
  return new GraphQLError('Log in first.', { extensions: { code: 'UNAUTHENTICATED', retryable: false } });
}
