import { randomBytes } from 'node:crypto';

/** What is open as long as its client answers. */
export interface Pinged {
  /** Whether it has answered the last ping. */
  readonly isAnswering: boolean;
  /** Pings it: it is not answering until it has answered with these bytes. */
  challenge(bytes: Buffer): void;
  terminate(): void;
}

/** Of a ping; nobody guesses them. */
const challengeBytes = 8;

/** Into so many parts the time between two pings is cut: each socket belongs to one of them. */
const slots = 12;

/** All open sockets, pinged in turn by one timer; who has not answered a ping by the next is gone. */
export class KeepAlive<Socket extends Pinged> {
  readonly #slots = Array.from({ length: slots }, () => new Set<Socket>());
  readonly #timer: NodeJS.Timeout;
  #slot = 0;

  /** @param everyMs - between two pings of a socket */
  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#ping(), everyMs / slots).unref();
  }

  /** All of them. */
  get sockets(): readonly Socket[] {
    return this.#slots.flatMap((sockets) => [...sockets]);
  }

  /** To the emptiest part. */
  add(socket: Socket): void {
    const emptiest = this.#slots.reduce((left, right) => (right.size < left.size ? right : left));
    emptiest.add(socket);
  }

  delete(socket: Socket): void {
    for (const sockets of this.#slots) if (sockets.delete(socket)) return;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #ping(): void {
    this.#slot = (this.#slot + 1) % slots;
    const challenge = randomBytes(challengeBytes); // new each time; that others are asked the same helps nobody
    for (const socket of this.#slots[this.#slot] ?? []) {
      if (socket.isAnswering) socket.challenge(challenge);
      else socket.terminate();
    }
  }
}
