import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Entered } from '../access/entered.ts';
import type { LiveCredential } from '../access/live-credential.ts';
import { Deadline } from '../execution/deadline.ts';
import { resultPieces } from '../execution/result-pieces.ts';
import { beginStream, runEntered } from '../subscriptions/run-entered.ts';
import type { ClientSocket } from './client-socket.ts';
import { type OperationEnd, SocketPush } from './socket-push.ts';
import type { StreamServing } from './stream-serving.ts';

/** What ends the message around a result. */
const closing = Buffer.from('}');

/** The connection of an operation. */
export interface Operating {
  readonly socket: ClientSocket;
  /** What an operation begins with now. */
  readonly serving: StreamServing;
  /**
   * @param isOneTooMany - beyond those that its socket may have
   * @throws {Refusal} what the client is told
   */
  enter(payload: unknown, serving: StreamServing, isOneTooMany: boolean): Promise<Admitted>;
  /** The id is free again. */
  forget(operation: SocketOperation): void;
}

interface Admitted {
  readonly entered: Entered;
  readonly credential: LiveCredential;
}

/**
 * One operation of a socket, from its `subscribe` to `complete` or `error`. A stream that has begun belongs to no
 * supergraph in particular and holds none: it may outlive many.
 */
export class SocketOperation implements OperationEnd {
  readonly id: string;
  readonly #connection: Operating;
  #isOver = false;
  /** What is stopped when the client does not want it any more. */
  #running: { close(): void } | null = null;

  constructor(id: string, connection: Operating) {
    this.id = id;
    this.#connection = connection;
  }

  /** @param isOneTooMany - beyond those that its socket may have */
  async run(payload: unknown, isOneTooMany: boolean): Promise<void> {
    if (this.#isOver) return; // before it was begun
    const { serving } = this.#connection;
    const { door, leases } = serving;
    let requestId = newUuid();
    try {
      const admitted = await leases.during(() => this.#connection.enter(payload, serving, isOneTooMany));
      requestId = admitted.entered.requestId;
      const isStream = admitted.entered.operation.operation.operation === 'subscription';
      await (isStream ? this.#follow(admitted, serving) : this.#answer(admitted, serving));
    } catch (error) {
      this.#fail(door.errorsOf(error, requestId));
    }
  }

  /** The client has completed it, or has gone: nothing more is sent. */
  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.forget(this);
    this.#running?.close();
  }

  completed(): void {
    if (this.#end()) this.#send({ id: this.id, type: 'complete' });
  }

  failed(error: unknown): void {
    this.#fail([this.#connection.serving.door.formatError(error, newUuid())]);
  }

  #fail(payload: readonly GraphQLFormattedError[]): void {
    if (this.#end()) this.#send({ id: this.id, type: 'error', payload });
  }

  async #follow({ entered, credential }: Admitted, { leases, streams }: StreamServing): Promise<void> {
    if (this.#isOver) return;
    const deadline = new Deadline();
    this.#running = { close: () => deadline.leave() };
    const subscriber = await leases.during(() => beginStream(streams, entered, credential, deadline));
    if (this.#isOver) return subscriber.close();
    this.#running = subscriber;
    new SocketPush(subscriber, this.id, this.#connection.socket, this).wake();
  }

  /** One result, or its parts. What a mutation has begun it ends, whoever waits for it; what it has not is not begun. */
  async #answer({ entered, credential }: Admitted, serving: StreamServing): Promise<void> {
    if (this.#isOver) return;
    const { leases, streams, runner } = serving;
    const deadline = new Deadline();
    const isMutation = entered.operation.operation.operation === 'mutation';
    const leave = (): void => (isMutation ? deadline.leaveUncommitted() : deadline.leave());
    this.#running = { close: leave };
    const result = await leases.during(() => runEntered(streams, runner, entered, credential, deadline));
    if (Symbol.asyncIterator in result) await this.#sendParts(result, leave);
    else await this.#sendNext(result);
    this.completed();
  }

  async #sendParts(
    parts: AsyncGenerator<FormattedExecutionResult, void, void>,
    leave: () => void,
  ): Promise<void> {
    const close = (): void => {
      leave();
      void parts.return();
    };
    if (this.#isOver) return close(); // the client was faster
    this.#running = { close };
    for await (const part of parts) await this.#sendNext(part);
  }

  async #sendNext(payload: FormattedExecutionResult): Promise<void> {
    if (this.#isOver) return;
    const { socket } = this.#connection;
    const pieces = resultPieces(payload);
    if (!pieces) return socket.sendText(JSON.stringify({ id: this.id, type: 'next', payload }));
    const head = Buffer.from(`{"id":${JSON.stringify(this.id)},"type":"next","payload":`);
    await socket.sendPieces([head, ...pieces, closing]);
  }

  /** @returns whether the client is still to be told */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#connection.forget(this);
    return true;
  }

  #send(message: object): void {
    void this.#connection.socket.sendText(JSON.stringify(message));
  }
}
