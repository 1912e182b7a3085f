import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** What is done with what a client sends, and when it has gone. */
export interface SocketListener {
  receive(text: string): void;
  closed(): void;
}

/**
 * A client's socket. It calls its listener instead of having handlers of its own, because ten thousand are open, and
 * takes messages whose bytes many clients have in common.
 */
export class ClientSocket extends WebSocket {
  /** Whether it has answered the last ping. */
  isAnswering = true;
  #listener: SocketListener | null = null;
  #stream: Duplex | null = null;

  /** @param stream - the connection below, which nothing else writes to but this */
  listenBy(listener: SocketListener, stream: Duplex): void {
    this.#listener = listener;
    this.#stream = stream;
    this.on('error', ignore); // its close follows, and that is what counts
    this.on('pong', notePong);
    this.on('message', receive);
    this.on('close', tellClosed);
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
const ignore = (): void => undefined;

function receive(this: WebSocket, data: Buffer): void {
  if (!(this instanceof ClientSocket) || this.readyState !== this.OPEN) return; // what came on its way out
  this.listener?.receive(data.toString('utf8'));
}

function tellClosed(this: WebSocket): void {
  if (this instanceof ClientSocket) this.listener?.closed();
}

function notePong(this: WebSocket): void {
  if (this instanceof ClientSocket) this.isAnswering = true;
}
