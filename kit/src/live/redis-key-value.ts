import { z } from 'zod';
import type { RedisClient } from '../redis/redis-client.ts';
import type { RedisLink } from '../redis/redis-link.ts';
import { type Bucket, type KeyValueStore, KeyValueUnavailableError, type Poured } from './key-value.ts';

/** `leaky-bucket.ts` in one step of Redis and on its clock. Numbers leave as text: replies cut off fractions. */
const pourScript = `
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local amount, capacity, leaks, mayRunOver = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
local level, stored = 0, redis.call('GET', KEYS[1])
if stored then
  local before, atMs = string.match(stored, '(%S+) (%S+)')
  level = math.max(0, tonumber(before) - math.max(0, nowMs - tonumber(atMs)) * leaks / 1000)
end
local isTaken = mayRunOver or level + amount <= capacity
if isTaken then level = level + amount end
local emptyInMs = math.max(1, math.ceil(level / leaks * 1000))
redis.call('SET', KEYS[1], string.format('%.6f %.0f', level, nowMs), 'PX', string.format('%.0f', emptyInMs))
return { isTaken and 1 or 0, string.format('%.6f', level) }
`;
/** `SET … NX GET` needs a newer Redis than some have. */
const setIfAbsentScript = `
local before = redis.call('GET', KEYS[1])
if before then return before end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
`;
const pourReply = z.tuple([z.number(), z.string()]);

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

  setIfAbsent(key: string, value: string, ttlMs: number): Promise<string> {
    const keys = [this.#keyPrefix + key];
    return this.#ask(async (client) =>
      z.string().parse(await client.eval(setIfAbsentScript, { keys, arguments: [value, String(ttlMs)] })),
    );
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

  pour(key: string, amount: number, { capacity, leaksPerSecond, mayRunOver }: Bucket): Promise<Poured> {
    return this.#ask(async (client) => {
      const reply = await client.eval(pourScript, {
        keys: [this.#keyPrefix + key],
        arguments: [amount, capacity, leaksPerSecond, mayRunOver ? 1 : 0].map(String),
      });
      const [isTaken, level] = pourReply.parse(reply);
      return { isTaken: isTaken === 1, level: Number(level) };
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
