import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { answerWithin, RedisUnavailableError } from '../redis/answer-within.ts';
import type { RedisClient } from '../redis/redis-client.ts';
import type { RedisLink } from '../redis/redis-link.ts';
import type { Bus, BusMessage, Unsubscribe } from './bus.ts';
import { decodeMessage, encodeMessage } from './bus-envelope.ts';
import { MemoryBus } from './memory-bus.ts';

export interface RedisBusOptions {
  readonly link: RedisLink;
  /** Keeps the installations apart that share a Redis, e.g. `moim`. */
  readonly prefix: string;
  readonly log: Pick<Logger, 'error' | 'warn'>;
}

/** A subscription that Redis has not confirmed by then goes on without it, in milliseconds. */
const subscribeTimeoutMs = 1_000;
/** Messages on their way to Redis; beyond it they are lost, as they may be. */
const maxInFlight = 5_000;

/**
 * The bus of many processes, by sharded pub/sub. Listeners of this process hear at once and without
 * Redis; those of others hear through it. After a lost connection every listener hears an empty
 * message: it may have missed some.
 */
export class RedisBus implements Bus {
  readonly #link: RedisLink;
  readonly #log: RedisBusOptions['log'];
  readonly #local: MemoryBus;
  readonly #channelPrefix: string;
  /** Our own messages come back to us; we have told them already. */
  readonly #origin = randomUUID();
  /** How many listen here to each topic that Redis is asked for. */
  readonly #listeners = new Map<string, number>();
  readonly #asked = new Map<string, Promise<void>>();
  #inFlight = 0;
  #isClosed = false;

  constructor({ link, prefix, log }: RedisBusOptions) {
    this.#link = link;
    this.#log = log;
    this.#local = new MemoryBus(log);
    this.#channelPrefix = `${prefix}:bus:`;
    link.onUp((client) => this.#resubscribe(client));
  }

  async publish(topic: string, message: BusMessage): Promise<void> {
    await this.#local.publish(topic, message);
    const { client } = this.#link;
    if (!client || this.#isClosed || this.#inFlight >= maxInFlight) return;
    this.#inFlight += 1;
    const text = encodeMessage({ origin: this.#origin, message });
    client.sPublish(this.#channelPrefix + topic, text).then(this.#arrived, this.#arrived);
  }

  async subscribe(topic: string, listener: (message: BusMessage) => void): Promise<Unsubscribe> {
    const leaveLocal = await this.#local.subscribe(topic, listener);
    await this.#join(topic);
    let isLeaving = false;
    return async () => {
      if (isLeaving) return;
      isLeaving = true;
      await leaveLocal();
      this.#leave(topic);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const topic of this.#listeners.keys()) this.#forget(topic);
    this.#listeners.clear();
    await this.#local.close();
  }

  /** Topics that Redis is asked for. */
  get topicCount(): number {
    return this.#listeners.size;
  }

  readonly #arrived = (): void => {
    this.#inFlight -= 1;
  };

  /** Resolves once Redis has confirmed the topic, or has been given up for now. */
  #join(topic: string): Promise<void> {
    const count = this.#listeners.get(topic) ?? 0;
    this.#listeners.set(topic, count + 1);
    const { client } = this.#link;
    if (count === 0 && client) this.#asked.set(topic, this.#ask(client, topic));
    return this.#asked.get(topic) ?? Promise.resolve();
  }

  #leave(topic: string): void {
    const count = this.#listeners.get(topic) ?? 0;
    if (count > 1) this.#listeners.set(topic, count - 1);
    else if (this.#listeners.delete(topic)) this.#forget(topic);
  }

  #forget(topic: string): void {
    this.#asked.delete(topic);
    const leaving = this.#link.client?.sUnsubscribe(this.#channelPrefix + topic, this.#hear);
    leaving?.catch(() => undefined); // The connection is gone, and with it the subscription.
  }

  async #ask(client: RedisClient, topic: string): Promise<void> {
    const confirmed = client.sSubscribe(this.#channelPrefix + topic, this.#hear);
    try {
      await answerWithin(subscribeTimeoutMs, confirmed);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError))
        this.#log.warn({ err: error, topic }, 'Redis refused a subscription');
      // When it comes after all, messages of the time between are missing.
      confirmed.then(
        () => this.#wake(topic),
        () => undefined,
      );
    }
  }

  /** A new connection knows nothing of us, and nobody knows what was said meanwhile. */
  #resubscribe(client: RedisClient): void {
    for (const topic of this.#listeners.keys()) {
      const asked = this.#ask(client, topic).then(() => this.#wake(topic));
      this.#asked.set(topic, asked);
    }
  }

  #wake(topic: string): void {
    void this.#local.publish(topic, {});
  }

  readonly #hear = (text: string, channel: string): void => {
    const topic = channel.slice(this.#channelPrefix.length);
    const heard = decodeMessage(text);
    if (heard?.origin === this.#origin) return;
    // What cannot be read is still a reason to look.
    this.#local.publish(topic, heard?.message ?? {}).catch(() => this.#wake(topic));
  };
}
