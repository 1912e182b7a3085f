import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  GraphQLSchema,
} from 'graphql';
import { type Context, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { endSockets } from '@moim/kit/server/end-sockets.ts';
import type { Door, Entered } from '../access/door.ts';
import { LiveCredential } from '../access/live-credential.ts';
import { PublicGraphQLError } from '../access/public-graphql-error.ts';
import { refuse, type Refusal } from '../access/refusal.ts';
import { closableStream } from '../execution/closable-stream.ts';
import { Deadline } from '../execution/deadline.ts';
import { maxMessageBytes, maxOperationsPerSocket } from '../limits/operation-limits.ts';
import { TooMuchEffort } from '../limits/too-much-effort.ts';
import type { OpenSockets } from '../metrics/watch-streams.ts';
import { runEntered } from '../subscriptions/run-entered.ts';
import { readOperationRequest } from './operation-request.ts';
import { LastOnly } from './last-only.ts';
import { type Push, pushThrough } from './push-through.ts';
import { closeUnread, send, serveSocket, type SocketExtra } from './serve-socket.ts';
import type { StreamServing } from './stream-serving.ts';

export interface GraphQLSocketOptions {
  /** The one that new operations begin with. */
  readonly serving: () => StreamServing;
  /** Milliseconds between checks of an open socket's credential. */
  readonly recheckEveryMs?: number;
}

export interface GraphQLSocket {
  /** Takes over an HTTP upgrade whose path and origin have been checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly open: OpenSockets;
  /** @param spreadMs - milliseconds over which open sockets are closed */
  close(spreadMs: number): Promise<void>;
}

type ConnectionParams = Record<string, unknown> | undefined;
type Connection = Context<ConnectionParams, SocketExtra>;
/** An operation of an open socket, and what it began with. */
interface Entry {
  readonly entered: Entered;
  readonly credential: LiveCredential;
  readonly serving: StreamServing;
  readonly push: Push;
}

type Results = AsyncGenerator<ExecutionResult, void, void>;

/** Milliseconds until `connection_init` must have come, and between pings. */
const initTimeoutMs = 3_000;
const pingEveryMs = 12_000;
/** Of the library's arguments, which it holds as long as a stream; nothing is checked or run by it. */
const noSchema = new GraphQLSchema({});

/**
 * graphql-transport-ws for clients. `connection_init` carries `{ authorization: "Bearer …" }`, or
 * nothing for an anonymous socket; a `ping` with the same payload renews the token of an open
 * socket, so that its subscriptions outlive it.
 */
export function createGraphQLSocket(options: GraphQLSocketOptions): GraphQLSocket {
  const { serving } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols });
  const credentials = new Map<SocketExtra['socket'], LiveCredential>();
  const renewing = new LastOnly<SocketExtra['socket']>();
  const excess = new WeakMap<SocketExtra['socket'], number>();
  const entries = new WeakMap<ExecutionArgs, Entry>();

  async function run(args: ExecutionArgs): Promise<ExecutionResult | Results> {
    const entry = entries.get(args);
    if (!entry) throw new TypeError('an operation did not come through the door');
    entries.delete(args); // the library holds them as long as the stream
    return entry.serving.leases.during(() => asLibraryResult(entry));
  }

  /** Who goes on after so many refusals means no good: each more would cost the others time. */
  function noteExcess(socket: SocketExtra['socket']): void {
    const times = (excess.get(socket) ?? 0) + 1;
    excess.set(socket, times);
    if (times === maxOperationsPerSocket + 1) closeUnread(socket, 'Too many operations');
  }

  async function enter(
    connection: Connection,
    id: string,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs> {
    const { socket } = connection.extra;
    const credential = credentials.get(socket);
    const request = readOperationRequest(payload);
    if (!credential) throw refuse('UNAUTHENTICATED', 'The connection is not initialised.');
    if (typeof request === 'string') throw refuse('BAD_USER_INPUT', request);
    const isOneTooMany = Object.keys(connection.subscriptions).length > maxOperationsPerSocket;
    const now = serving();
    const entering = isOneTooMany
      ? now.door.receive(credential, () => Promise.reject(oneTooMany()))
      : now.leases.during(() => now.door.enter(request, credential));
    const entered = await entering.catch((error: unknown) => {
      if (isOneTooMany || error instanceof TooMuchEffort) noteExcess(socket);
      throw error;
    });
    const { document, operationName } = entered.operation;
    const args = { schema: noSchema, document, ...(operationName ? { operationName } : {}) };
    const push = { id, send: (message: string) => send(socket, message) };
    entries.set(args, { entered, credential, serving: now, push });
    return args;
  }

  const protocol = makeServer<ConnectionParams, SocketExtra>({
    connectionInitWaitTimeout: initTimeoutMs,
    onConnect: async ({ connectionParams, extra }) => {
      const { door } = serving();
      const authorization = authorizationIn(connectionParams);
      const credential = await door.present(authorization, extra.address).catch(() => null);
      if (credential) credentials.set(extra.socket, new LiveCredential(credential, options.recheckEveryMs));
      return credential !== null;
    },
    onPing: ({ extra }, payload) =>
      renewing.run(extra.socket, () =>
        renew(serving().door, credentials.get(extra.socket), payload, extra.address),
      ),
    onSubscribe: async (connection, id, payload) =>
      enter(connection, id, payload).catch((error: unknown) => publicErrors(serving().door, error)),
    execute: run,
    subscribe: run,
    onError: (_connection, _id, _payload, errors) =>
      errors.map((error) => formatted(serving().door, error.originalError ?? error)),
    onClose: ({ extra }) => {
      credentials.get(extra.socket)?.close();
      credentials.delete(extra.socket);
    },
  });
  server.on('connection', (client, request) =>
    serveSocket(protocol, { socket: client, address: serving().door.originOf(request).address }, pingEveryMs),
  );

  return {
    get open() {
      const sockets = [...server.clients];
      const bufferedBytes = sockets.reduce((sum, socket) => sum + socket.bufferedAmount, 0);
      return { sockets: sockets.length, bufferedBytes };
    },
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request)),
    close: async (spreadMs) => {
      await endSockets(server.clients, spreadMs);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const oneTooMany = (): Refusal =>
  refuse('LIMIT_EXCEEDED', `A socket may have ${maxOperationsPerSocket} operations open.`);

function authorizationIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const value: unknown = Reflect.get(payload, 'authorization') ?? Reflect.get(payload, 'Authorization');
  return typeof value === 'string' ? value : null;
}

/** A token that is not valid renews nothing: the socket keeps the one it has, for as long as that lives. */
async function renew(
  door: Door,
  current: LiveCredential | undefined,
  payload: unknown,
  address: string,
): Promise<void> {
  const authorization = authorizationIn(payload);
  if (!current || authorization === null) return;
  const next = await door.present(authorization, address).catch(() => null);
  if (next) current.renew(next);
}

function publicErrors(door: Door, error: unknown, requestId: string = newUuid()): readonly GraphQLError[] {
  return door.errorsOf(error, requestId).map((one) => new PublicGraphQLError(one));
}

const formatted = (door: Door, error: unknown): GraphQLFormattedError =>
  error instanceof PublicGraphQLError ? error.formatted : door.formatError(error, newUuid());

/** A query as a stream of one result, or of its parts: the library ends a stream, and nothing else, when the client completes it. */
function query({ entered, credential, serving, push }: Entry): Results {
  const { leases, streams, runner } = serving;
  const deadline = new Deadline();
  let parts: Results | undefined;
  let isAnswered = false;
  return closableStream<ExecutionResult>({
    next: async () => {
      if (parts) return parts.next();
      if (isAnswered) return { done: true, value: undefined };
      isAnswered = true;
      const result = await leases.during(() => runEntered(streams, runner, entered, credential, deadline));
      if (!(Symbol.asyncIterator in result)) return { done: false, value: withLibraryErrors(result) };
      parts = pushThrough(result, push);
      return parts.next();
    },
    close: async () => {
      deadline.leave();
      await parts?.return();
    },
  });
}

/** The library closes the whole socket when `subscribe` rejects; a stream that throws ends one operation. */
async function asLibraryResult(entry: Entry): Promise<ExecutionResult | Results> {
  const { entered, credential, serving, push } = entry;
  const { door, streams, runner } = serving;
  if (entered.operation.operation.operation === 'query') return query(entry);
  try {
    const result = await runEntered(streams, runner, entered, credential);
    if (!(Symbol.asyncIterator in result)) return withLibraryErrors(result);
    return pushThrough(result, push);
  } catch (error) {
    return failingWith(publicErrors(door, error, entered.requestId));
  }
}

function failingWith([error = new GraphQLError('refused')]: readonly GraphQLError[]): Results {
  return closableStream<ExecutionResult>({ next: () => Promise.reject(error), close: () => undefined });
}

const withLibraryErrors = ({ errors, ...rest }: FormattedExecutionResult): ExecutionResult => ({
  ...rest,
  ...(errors ? { errors: errors.map((error) => new PublicGraphQLError(error)) } : {}),
});
