import { ErrorReply } from 'redis';
import type { Logger } from 'pino';
import { pause } from '../events/pause.ts';
import { answerWithin, RedisUnavailableError } from './answer-within.ts';
import { createRedisClient, type RedisClient } from './redis-client.ts';
import type { RedisState } from './redis-state.ts';

export interface RedisLinkOptions {
  readonly url: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Written at each heartbeat: a server may answer and take nothing. */
  readonly heartbeatKey?: string;
  /** 0 ≤ random() < 1; spreads the attempts of many processes to connect. */
  readonly random?: () => number;
}

/** A command that has not been answered by then has failed, in milliseconds. */
const commandTimeoutMs = 1_000;
/** A connection is tried this often; one that answers nothing for `heartbeatTimeoutMs` is given up. */
const heartbeatMs = 1_000;
const heartbeatTimeoutMs = 2_000;
const heartbeatKeptMs = 10_000;
const handshakeTimeoutMs = 3_000;
const firstRetryMs = 50;
const longestRetryMs = 1_000;

/**
 * The one connection of this process to Redis, made again whenever it is lost, also when it is
 * half-open. Nothing is queued while it is down: whoever asks is told at once.
 */
export class RedisLink {
  readonly #options: RedisLinkOptions;
  readonly #random: () => number;
  readonly #closing = new AbortController();
  readonly #onUp = new Set<(client: RedisClient) => void>();
  readonly #running: Promise<void>;
  #client: RedisClient | null = null;
  #isRefusing = false;
  #isWarned = false;
  #settleFirst: () => void = () => undefined;

  private constructor(options: RedisLinkOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#running = this.#run();
  }

  /** Resolves after the first attempt, whether Redis is there or not; in 3 seconds at the latest. */
  static async open(options: RedisLinkOptions): Promise<RedisLink> {
    const link = new RedisLink(options);
    await new Promise<void>((resolve) => (link.#settleFirst = resolve));
    return link;
  }

  /** Null while Redis is away. */
  get client(): RedisClient | null {
    return this.#client;
  }

  /** As of the last heartbeat. */
  get state(): RedisState {
    if (!this.#client) return 'away';
    return this.#isRefusing ? 'refusing' : 'ready';
  }

  /** Calls `listener` for every connection that is made from now on; all before it is forgotten. */
  onUp(listener: (client: RedisClient) => void): void {
    this.#onUp.add(listener);
  }

  /**
   * Asks Redis, in one second at most.
   *
   * @throws {RedisUnavailableError} when it is away, too slow or cannot work
   * @throws {ErrorReply} what it replied to the command
   */
  async ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    if (!this.#client) throw new RedisUnavailableError('Redis is away');
    return answerWithin(commandTimeoutMs, command(this.#client));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let retryMs = firstRetryMs;
    while (!signal.aborted) {
      const wasUp = await this.#liveOnce();
      if (signal.aborted) return;
      retryMs = wasUp ? firstRetryMs : Math.min(retryMs * 2, longestRetryMs);
      await pause(retryMs * (0.5 + this.#random() / 2), signal);
    }
  }

  /** One connection from its birth to its end; answers whether there was one. */
  async #liveOnce(): Promise<boolean> {
    const client = createRedisClient(this.#options.url);
    const lost = new Promise<unknown>((resolve) => client.on('error', resolve));
    try {
      await answerWithin(handshakeTimeoutMs, client.connect());
      this.#rise(client);
      this.#fall(await Promise.race([lost, this.#untilSilent(client)]));
      return true;
    } catch (error) {
      this.#fall(error);
      return false;
    } finally {
      client.destroy();
      this.#settleFirst();
    }
  }

  #rise(client: RedisClient): void {
    if (this.#isWarned) this.#options.log.info('Redis is there');
    this.#isWarned = false;
    this.#client = client;
    this.#settleFirst();
    for (const listener of this.#onUp) listener(client);
  }

  #fall(cause: unknown): void {
    this.#client = null;
    if (this.#isWarned || this.#closing.signal.aborted) return;
    this.#isWarned = true;
    this.#options.log.warn({ err: cause }, 'Redis is away: events come from the log, with more delay');
  }

  /** @throws {RedisUnavailableError} when it does not answer at all */
  async #takesWrites(client: RedisClient): Promise<boolean> {
    const { heartbeatKey = 'moim:heartbeat' } = this.#options;
    const expiration = { type: 'PX', value: heartbeatKeptMs } as const;
    try {
      await answerWithin(heartbeatTimeoutMs, client.set(heartbeatKey, '', { expiration }));
      return true;
    } catch (error) {
      if (error instanceof ErrorReply || (error instanceof Error && error.cause instanceof ErrorReply))
        return false;
      throw error;
    }
  }

  /** Resolves with the reason when the connection answers no more, or when all is over. */
  async #untilSilent(client: RedisClient): Promise<unknown> {
    const { signal } = this.#closing;
    while (!signal.aborted && client.isReady) {
      try {
        this.#isRefusing = !(await this.#takesWrites(client));
      } catch (error) {
        return error;
      }
      await pause(heartbeatMs, signal);
    }
    return null;
  }
}
