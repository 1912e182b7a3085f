import { openPush } from '../subscriptions/push-span.ts';
import type { Waiter } from '../subscriptions/outcome.ts';
import { resultBytes } from '../subscriptions/result-text.ts';
import type { Subscriber } from '../subscriptions/subscriber.ts';
import type { ClientSocket } from './client-socket.ts';
import { textFrame } from './text-frame.ts';

/** What becomes of an operation in the end. */
export interface OperationEnd {
  completed(): void;
  failed(error: unknown): void;
}

/** Sends what a subscriber has to one client, the next when the network has taken the one before. */
export class SocketPush implements Waiter {
  readonly #subscriber: Subscriber;
  readonly #socket: ClientSocket;
  /** What comes before each result. */
  readonly #head: string;
  readonly #end: OperationEnd;
  #isBusy = false;

  constructor(subscriber: Subscriber, id: string, socket: ClientSocket, end: OperationEnd) {
    this.#subscriber = subscriber;
    this.#socket = socket;
    this.#head = headOf(id);
    this.#end = end;
    subscriber.readBy(this);
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      this.#isBusy = this.#sendAll();
    } catch (error) {
      this.#end.failed(error);
    }
  }

  /** @returns whether there is nothing more to do until the network has taken what was sent, or ever again */
  #sendAll(): boolean {
    for (;;) {
      const polled = this.#subscriber.poll();
      if (polled === null) return false;
      if (polled === 'end') {
        this.#end.completed();
        return true;
      }
      const pushed = openPush(polled, 'websocket');
      if (!this.#socket.sendFrame(textFrame(this.#head, resultBytes(polled)))) {
        this.#socket.whenTaken(() => this.#goOn(pushed));
        return true;
      }
      pushed?.();
    }
  }

  #goOn(pushed: (() => void) | null): void {
    pushed?.();
    this.#isBusy = false;
    this.wake();
  }
}

/** In ASCII, whatever the client calls its operation. */
const headOf = (id: string): string => `{"id":${asciiJson(id)},"type":"next","payload":`;

const asciiJson = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
