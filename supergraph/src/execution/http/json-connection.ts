import type { OnReadOpts, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { errors } from 'undici';
import type { Wait, Waiter } from '../wait.ts';
import { type HttpResponse, ResponseReader } from './response-reader.ts';

/** What is sent, and who waits for what comes back. */
export interface Exchange {
  /** The request with its head; text is latin1. */
  readonly bytes: string | Buffer;
  /** @param answer - the body's JSON */
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Until when somebody waits for it; absent: as long as it takes. */
  readonly wait: Wait | undefined;
}

/** Bytes that are read at once. */
const readBytes = 16_384;
/** Seconds before the end of what a server keeps an idle connection that we no longer count on it. */
const marginS = 2;

export interface ConnectionLimits {
  /** Idle milliseconds after which it is not used again. */
  readonly idleMs: number;
  /** Milliseconds from its beginning after which it is not used again: its server's name may mean another by then. */
  readonly maxAgeMs: number;
  readonly maxAnswerBytes: number;
}

/** One connection to a subgraph, for one question at a time. */
export class JsonConnection implements Waiter {
  readonly #socket: Socket;
  /** Told when it may be used again; not told of one that is gone. */
  readonly #onFree: (connection: JsonConnection) => void;
  readonly #limits: ConnectionLimits;
  #exchange: Exchange | null = null;
  #reader: ResponseReader;
  #usableUntilMs = 0;
  readonly #beganAtMs = performance.now();
  /** With its handshake, where there is one. */
  #isUp = false;

  /**
   * @param connect - to the server, reading as it is told
   * @param onGone - once, whatever ended it
   */
  constructor(
    connect: (onread: OnReadOpts) => Socket,
    limits: ConnectionLimits,
    onFree: (connection: JsonConnection) => void,
    onGone: () => void,
  ) {
    // One buffer for all that is read: Node makes one of 64 KB for each read otherwise, and much work for its collector.
    const buffer = Buffer.alloc(readBytes);
    const callback = (count: number) => {
      this.#receive(buffer.subarray(0, count));
      return true;
    };
    this.#socket = connect({ buffer, callback });
    this.#limits = limits;
    this.#reader = new ResponseReader(limits.maxAnswerBytes);
    this.#onFree = onFree;
    this.#socket
      .once(this.#socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => (this.#isUp = true))
      .on('end', () => this.#end())
      .on('timeout', () => this.#fail(this.#tooLate()))
      .on('error', (error) => this.#fail(error))
      .on('close', () => {
        this.#fail(new errors.SocketError('other side closed'));
        onGone();
      });
  }

  /** False: it has been idle for so long that the server may be about to end it. */
  isUsable(nowMs: number): boolean {
    return !this.#socket.destroyed && nowMs < this.#usableUntilMs;
  }

  /** Sends it at once. */
  begin(exchange: Exchange): void {
    const { wait, bytes } = exchange;
    if (wait?.isOver) {
      exchange.reject(toError(wait.reason));
      return this.#onFree(this);
    }
    this.#exchange = exchange;
    wait?.tell(this);
    if (typeof bytes === 'string') this.#socket.write(bytes, 'latin1');
    else this.#socket.write(bytes);
  }

  /**
   * Sends it when the bytes have been read that may be waiting in this connection: whatever they are, they are no
   * answer to it.
   */
  beginAgain(exchange: Exchange, otherwise: () => void): void {
    setImmediate(() => (this.#socket.destroyed ? otherwise() : this.begin(exchange)));
  }

  destroy(error?: Error): void {
    if (error) this.#fail(error);
    else this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    const exchange = this.#exchange;
    if (!exchange) return void this.#socket.destroy(); // nobody asked
    try {
      const response = this.#reader.read(bytes);
      if (response) this.#finish(exchange, response);
    } catch (error) {
      this.#fail(toError(error));
    }
  }

  #end(): void {
    const response = this.#reader.end();
    if (this.#exchange && response) this.#finish(this.#exchange, response);
    else this.#fail(new errors.SocketError('other side closed'));
  }

  #finish(exchange: Exchange, response: HttpResponse): void {
    this.#leave();
    this.#reader = new ResponseReader(this.#limits.maxAnswerBytes);
    this.#usableUntilMs = this.#canBeKept(response) ? performance.now() + this.#idleMs(response) : 0;
    if (this.isUsable(performance.now())) this.#onFree(this);
    else this.#socket.destroy();
    answer(exchange, response.body);
  }

  /** Not behind an answer that came before the question was sent: nobody knows what the server does with the rest. */
  #canBeKept({ head, hasMore }: HttpResponse): boolean {
    return head.isKept && !hasMore && this.#socket.writableLength === 0;
  }

  #idleMs({ head }: HttpResponse): number {
    const { idleMs, maxAgeMs } = this.#limits;
    const leftMs = this.#beganAtMs + maxAgeMs - performance.now();
    return Math.min(idleMs, leftMs, ((head.keptForS ?? Infinity) - marginS) * 1_000);
  }

  #tooLate(): Error {
    return !this.#isUp
      ? new errors.ConnectTimeoutError('the other side does not come to the door')
      : new errors.HeadersTimeoutError('the answer does not come');
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    this.#leave();
    this.#socket.destroy();
    exchange?.reject(error);
  }

  #leave(): void {
    this.#exchange?.wait?.forget(this);
    this.#exchange = null;
  }

  /** The request ends with the connection: so the subgraph learns of it. */
  giveUp(reason: unknown): void {
    this.#fail(toError(reason));
  }
}

function answer({ resolve, reject }: Exchange, body: Buffer): void {
  try {
    resolve(JSON.parse(body.toString()));
  } catch (error) {
    reject(toError(error));
  }
}

export const toError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));
