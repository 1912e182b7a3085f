import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { bytesOf } from '../execution/result-pieces.ts';
import { nestsTooDeep } from './json-nesting.ts';
import { maxFramesBetweenPings, maxUnsentBytes } from '../limits/operation-limits.ts';
import { type Ping, textFrameHead } from './text-frame.ts';

/** RFC 6455 §7.4.1; the protocol's own codes say nothing of it. */
const policyViolation = 1008;
/** Milliseconds for a close frame to arrive. */
const toldWithinMs = 100;

/** What is done with what a client sends, and when it has gone. */
export interface SocketListener {
  receive(text: string): void;
  closed(): void;
}

/**
 * A client's socket. It calls its listener instead of having handlers of its own, because ten thousand are open, and
 * takes messages whose bytes many clients have in common. Frames of any kind are counted from one ping to the next,
 * and each is answered somehow: who sends without reading has the answers kept for him.
 */
export class ClientSocket extends WebSocket {
  /** What the answer to the last ping must hold; null: it has been answered. */
  #awaited: Buffer | null = null;
  #frames = 0;
  #listener: SocketListener | null = null;
  #stream: Duplex | null = null;

  /** @param stream - the connection below, which nothing else writes to but this */
  listenBy(listener: SocketListener, stream: Duplex): void {
    this.#listener = listener;
    this.#stream = stream;
    this.on('error', () => this.#endUnread()); // its close follows, and that is what counts
    this.on('ping', notePing);
    this.on('pong', notePong);
    this.on('message', receive);
    this.on('close', tellClosed);
  }

  get isAnswering(): boolean {
    return this.#awaited === null;
  }

  /** Pings with something new each time: a client that reads nothing cannot answer it. */
  challenge({ bytes, frame }: Ping): void {
    this.#awaited = bytes;
    this.#frames = 0;
    this.sendFrame(frame);
  }

  answered(data: Buffer): void {
    if (this.#awaited?.equals(data)) this.#awaited = null;
  }

  /** A frame has come. */
  count(): void {
    this.#frames += 1;
    if (this.#frames === maxFramesBetweenPings + 1) this.closeUnread('Too many messages');
    if (this.bufferedAmount > maxUnsentBytes) this.terminate();
  }

  /** For who goes too far: the rest of what they sent is not read. */
  closeUnread(reason: string): void {
    this.close(policyViolation, reason);
    this.#endUnread();
  }

  /** A client that broke the rules is told by the close frame; the rest of what it sends is not read. */
  #endUnread(): void {
    process.nextTick(() => this.pause()); // the library goes on reading in this tick
    setTimeout(() => this.terminate(), toldWithinMs).unref();
  }

  get listener(): SocketListener | null {
    return this.#listener;
  }

  /** Resolves when the network has taken it, or nobody is there any more. */
  sendText(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.readyState !== this.OPEN) resolve();
      else this.send(text, () => resolve()); // where it fails the socket closes, and that is what counts
    });
  }

  /** The same of a message in pieces, none of which is copied: many sockets may have one in common. */
  sendPieces(pieces: readonly Buffer[]): Promise<void> {
    return new Promise((resolve) => {
      const stream = this.#stream;
      if (!stream || this.readyState !== this.OPEN) return resolve();
      stream.cork();
      for (const piece of [textFrameHead(bytesOf(pieces)), ...pieces]) stream.write(piece);
      stream.write(nothing, () => resolve());
      stream.uncork();
    });
  }

  /** @returns whether the network has taken the whole frame, or nobody is there any more; else see `whenTaken` */
  sendFrame(frame: Buffer): boolean {
    const stream = this.#stream;
    if (!stream || this.readyState !== this.OPEN) return true;
    stream.write(frame);
    return stream.writableLength === 0;
  }

  /** @param listener - called when the network has taken everything that was sent */
  whenTaken(listener: () => void): void {
    this.#stream?.write(nothing, listener); // comes behind it
  }
}

const nothing = Buffer.alloc(0);

function receive(this: WebSocket, data: Buffer): void {
  if (!(this instanceof ClientSocket)) return;
  this.count();
  if (this.readyState !== this.OPEN) return; // what came on its way out
  if (nestsTooDeep(data)) return this.closeUnread('The message nests too deep');
  this.listener?.receive(data.toString('utf8'));
}

function tellClosed(this: WebSocket): void {
  if (this instanceof ClientSocket) this.listener?.closed();
}

function notePing(this: WebSocket): void {
  if (this instanceof ClientSocket) this.count();
}

function notePong(this: WebSocket, data: Buffer): void {
  if (!(this instanceof ClientSocket)) return;
  this.count();
  this.answered(data);
}
