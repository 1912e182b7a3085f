import { CloseCode, MessageType, parseMessage, type SubscribeMessage } from 'graphql-ws';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { ReceivedOperation } from '../access/admitted-operation.ts';
import { LiveCredential } from '../access/live-credential.ts';
import { seenIn } from '../freshness/seen-token.ts';
import { refuse, type Refusal } from '../access/refusal.ts';
import { freeBodyBytes } from '../limits/effort-limits.ts';
import { maxOperationsPerSocket } from '../limits/operation-limits.ts';
import { TooMuchEffort } from '../limits/too-much-effort.ts';
import type { ClientSocket, SocketListener } from './client-socket.ts';
import { FewATurn } from './few-a-turn.ts';
import type { LastOnly } from './last-only.ts';
import { onceTaken } from './once-taken.ts';
import { readOperationRequest } from './operation-request.ts';
import { type Operating, SocketOperation } from './socket-operation.ts';
import type { StreamServing } from './stream-serving.ts';

/** What all connections have in common. */
export interface SocketHost {
  /** What new operations begin with. */
  readonly serving: () => StreamServing;
  /** Milliseconds between checks of an open socket's credential. */
  readonly recheckEveryMs: number | undefined;
  /** A token is looked at one after the other, and of those that come meanwhile the last. */
  readonly renewing: LastOnly<SocketConnection>;
  /** A socket was acknowledged. */
  greeted(): void;
  /** The socket is gone. */
  forget(socket: ClientSocket): void;
}

/** Milliseconds until `connection_init` must have come. */
const initTimeoutMs = 3_000;

/**
 * One client under graphql-transport-ws: every message, and every transition that is not allowed, as its PROTOCOL.md
 * has it. The library's own server holds several kilobytes for each stream, and a promise that waits.
 */
export class SocketConnection implements SocketListener, Operating {
  readonly socket: ClientSocket;
  readonly #host: SocketHost;
  readonly #address: string;
  #phase: 'opened' | 'initialising' | 'acknowledged' = 'opened';
  #initialising: NodeJS.Timeout | null;
  #credential: LiveCredential | null = null;
  /** The token that it came with, which holds for all its operations. */
  #seen: string | null = null;
  #operations: readonly SocketOperation[] = [];
  #refusals = 0;
  readonly #beginning = new FewATurn();

  /** @param address - where it comes from, as far as we believe it */
  constructor(host: SocketHost, socket: ClientSocket, address: string) {
    this.#host = host;
    this.socket = socket;
    this.#address = address;
    const isLate = (): void =>
      this.#close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
    this.#initialising = setTimeout(isLate, initTimeoutMs);
  }

  receive(text: string): void {
    if (text.length > freeBodyBytes && this.#credential)
      this.serving.door.noteBody(this.#credential, text.length);
    const message = readMessage(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return void this.#initialise(message.payload);
      case MessageType.Ping:
        return void this.#answerPing(message.payload);
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return this.#begin(message);
      case MessageType.Complete:
        return this.#operations.find(({ id }) => id === message.id)?.cancel();
      default: // no message at all, or one that only servers send
        return this.#close(CloseCode.BadRequest, 'Invalid message received');
    }
  }

  closed(): void {
    this.#stopWaiting();
    for (const operation of this.#operations) operation.cancel();
    this.#credential?.close();
    this.#host.forget(this.socket);
  }

  get serving(): StreamServing {
    return this.#host.serving();
  }

  /** @throws {Refusal} what the client is told */
  async enter(
    payload: unknown,
    serving: StreamServing,
    isOneTooMany: boolean,
  ): ReturnType<Operating['enter']> {
    const credential = this.#credential;
    if (!credential) throw refuse('UNAUTHENTICATED', 'The connection is not initialised.');
    const { door } = serving;
    try {
      const request = await door.receive(credential, () => {
        if (isOneTooMany) throw oneTooMany();
        return operationIn(payload);
      });
      const entered = await door.enter(request, credential, newUuid(), this.#seen);
      return { entered, credential };
    } catch (error) {
      if (!isOneTooMany && error instanceof TooMuchEffort) this.#noteExcess();
      throw error;
    }
  }

  forget(operation: SocketOperation): void {
    this.#operations = this.#operations.filter((one) => one !== operation);
  }

  async #initialise(payload: unknown): Promise<void> {
    if (this.#phase !== 'opened')
      return this.#close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.#phase = 'initialising';
    this.#stopWaiting();
    const { door } = this.serving;
    const credential = await door.present(authorizationIn(payload), this.#address).catch(() => null);
    if (!credential) return this.#close(CloseCode.Forbidden, 'Forbidden');
    this.#credential = new LiveCredential(credential, this.#host.recheckEveryMs);
    this.#seen = seenIn(payload);
    this.#phase = 'acknowledged';
    this.#host.greeted();
    void this.socket.sendText('{"type":"connection_ack"}');
  }

  async #answerPing(payload: unknown): Promise<void> {
    const authorization = authorizationIn(payload);
    if (authorization !== null) await this.#host.renewing.run(this, () => this.#renew(authorization));
    void this.socket.sendText(JSON.stringify({ type: MessageType.Pong, ...(payload ? { payload } : {}) }));
  }

  /** A token that is not valid renews nothing: the socket keeps the one it has, for as long as that lives. */
  async #renew(authorization: string): Promise<void> {
    if (!this.#credential) return;
    const next = await this.serving.door.present(authorization, this.#address).catch(() => null);
    if (next) this.#credential.renew(next);
  }

  #begin({ id, payload }: SubscribeMessage): void {
    if (this.#phase !== 'acknowledged') return this.#close(CloseCode.Unauthorized, 'Unauthorized');
    if (this.#operations.some((one) => one.id === id))
      return this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    const operation = new SocketOperation(id, this);
    this.#operations = [...this.#operations, operation];
    const begin = () => this.#beginning.begin(() => void operation.run(payload, false));
    if (this.#operations.length <= maxOperationsPerSocket) return onceTaken(this.socket, begin);
    // What is one too many is refused at once, and closes the socket before more of what came with it is looked at.
    void operation.run(payload, true);
    this.#noteExcess();
  }

  /** Who goes on after so many refusals means no good: each more would cost the others time. */
  #noteExcess(): void {
    this.#refusals += 1;
    if (this.#refusals === maxOperationsPerSocket + 1) this.socket.closeUnread('Too many operations');
  }

  #stopWaiting(): void {
    if (this.#initialising) clearTimeout(this.#initialising);
    this.#initialising = null;
  }

  #close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }
}

/** @throws {Refusal} */
function operationIn(payload: unknown): ReceivedOperation {
  const request = readOperationRequest(payload);
  if (typeof request === 'string') throw refuse('BAD_USER_INPUT', request);
  return request;
}

const oneTooMany = (): Refusal =>
  refuse('LIMIT_EXCEEDED', `A socket may have ${maxOperationsPerSocket} operations open.`);

/** Null for what is no message of the protocol. */
function readMessage(text: string): ReturnType<typeof parseMessage> | null {
  try {
    return parseMessage(text);
  } catch {
    return null;
  }
}

function authorizationIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const value: unknown = Reflect.get(payload, 'authorization') ?? Reflect.get(payload, 'Authorization');
  return typeof value === 'string' ? value : null;
}
