import type { RedisClient } from '../redis/redis-client.ts';
import type { RedisLink } from '../redis/redis-link.ts';
import { type KeyValueStore, KeyValueUnavailableError } from './key-value.ts';

export interface RedisKeyValueOptions {
  readonly link: RedisLink;
  /** Keeps the installations apart that share a Redis, e.g. `moim`. */
  readonly prefix: string;
}

/** The key-value store that all processes share. Times run on the clock of Redis. */
export class RedisKeyValueStore implements KeyValueStore {
  readonly #link: RedisLink;
  readonly #keyPrefix: string;

  constructor({ link, prefix }: RedisKeyValueOptions) {
    this.#link = link;
    this.#keyPrefix = `${prefix}:kv:`;
  }

  get(key: string): Promise<string | null> {
    return this.#ask((client) => client.get(this.#keyPrefix + key));
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    const expiration = { type: 'PX', value: ttlMs } as const;
    await this.#ask((client) => client.set(this.#keyPrefix + key, value, { expiration }));
  }

  /** Born with its end in one transaction: a count without one would lock somebody out for ever. */
  increment(key: string, ttlMs: number): Promise<number> {
    const name = this.#keyPrefix + key;
    const expiration = { type: 'PX', value: ttlMs } as const;
    return this.#ask(async (client) => {
      const [, count] = await client
        .multi()
        .set(name, '0', { expiration, condition: 'NX' })
        .incr(name)
        .execTyped();
      return count;
    });
  }

  async delete(key: string): Promise<void> {
    await this.#ask((client) => client.del(this.#keyPrefix + key));
  }

  /** The link belongs to whoever opened it. */
  async close(): Promise<void> {
    await Promise.resolve();
  }

  async #ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    try {
      return await this.#link.ask(command);
    } catch (error) {
      throw new KeyValueUnavailableError({ cause: error });
    }
  }
}
