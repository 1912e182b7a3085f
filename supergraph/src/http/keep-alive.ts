import { randomBytes } from 'node:crypto';
import { Slots } from './slots.ts';
import { type Ping, pingWith } from './text-frame.ts';

/** What is open as long as its client answers. */
export interface Pinged {
  /** Whether it has answered the last ping. */
  readonly isAnswering: boolean;
  /** Pings it: it is not answering until it has answered with the same bytes. */
  challenge(ping: Ping): void;
  terminate(): void;
}

/** Of a ping; nobody guesses them. */
const challengeBytes = 8;

/** Into so many parts the time between two pings is cut: each socket belongs to one of them. */
const parts = 25;

/** All open sockets, pinged in turn by one timer; who has not answered a ping by the next is gone. */
export class KeepAlive<Socket extends Pinged> {
  readonly #slots = new Slots<Socket>(parts);
  readonly #timer: NodeJS.Timeout;

  /** @param everyMs - between two pings of a socket */
  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#ping(), everyMs / parts).unref();
  }

  /** All of them. */
  get sockets(): readonly Socket[] {
    return this.#slots.items;
  }

  add(socket: Socket): void {
    this.#slots.add(socket);
  }

  delete(socket: Socket): void {
    this.#slots.delete(socket);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #ping(): void {
    const ping = pingWith(randomBytes(challengeBytes)); // new each time; that others are asked the same helps nobody
    const [sockets] = this.#slots.next();
    for (const socket of sockets) {
      if (socket.isAnswering) socket.challenge(ping);
      else socket.terminate();
    }
  }
}
