import type { Logger } from 'pino';
import type { Bus, BusMessage, Unsubscribe } from './bus.ts';
import { requireSmall } from './message-size.ts';

type Listener = (message: BusMessage) => void;

/** The bus of a single process. Delivers within `publish` and queues nothing, so it cannot grow. */
export class MemoryBus implements Bus {
  readonly #listeners = new Map<string, Set<{ readonly call: Listener }>>();
  readonly #log: Pick<Logger, 'error'>;

  constructor(log: Pick<Logger, 'error'>) {
    this.#log = log;
  }

  async publish(topic: string, message: BusMessage): Promise<void> {
    requireSmall(topic, message);
    for (const listener of [...(this.#listeners.get(topic) ?? [])])
      this.#deliver(topic, listener.call, message);
  }

  async subscribe(topic: string, call: Listener): Promise<Unsubscribe> {
    const listener = { call }; // A fresh object: the same function may listen twice.
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return async () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  /** Topics that anyone listens to; a topic without listeners costs nothing. */
  get topicCount(): number {
    return this.#listeners.size;
  }

  #deliver(topic: string, call: Listener, message: BusMessage): void {
    try {
      call(message);
    } catch (error) {
      this.#log.error({ err: error, topic }, 'a listener of the bus threw');
    }
  }
}
