import { ErrorReply } from 'redis';
import type { Logger } from 'pino';
import type { RedisLink } from '../../redis/redis-link.ts';
import type { LoggedEvent } from '../contract.ts';
import type { EventCopies } from '../event-copies.ts';
import { encodeEntry, isOfEpoch } from './stream-entry.ts';
import { entryId, streamKey } from './stream-key.ts';
import { trimStream } from './trim-stream.ts';

export interface StreamCopiesOptions {
  readonly link: RedisLink;
  readonly prefix: string;
  readonly publisher: string;
  readonly log: Pick<Logger, 'warn'>;
}

/** What is larger is read from the log: Redis keeps all of it in memory. */
const maxCopyBytes = 64 * 1_024;
/** On the way to Redis at a time, in bytes; beyond it events are not copied. */
const maxInFlightBytes = 4 * 1_024 * 1_024;
const trimEveryMs = 5_000;
const warnEveryMs = 60_000;

/**
 * Copies into one stream a shard, as long as anybody reads it. Redis itself refuses a position that
 * the stream is beyond, so what a second leader repeats or brings late is not there twice.
 */
export class StreamCopies implements EventCopies {
  readonly #options: StreamCopiesOptions;
  readonly #trimming: NodeJS.Timeout;
  /** Shards that grew since they were trimmed. */
  readonly #grown = new Set<number>();
  #inFlightBytes = 0;
  #warnedAtMs = -Infinity;

  constructor(options: StreamCopiesOptions) {
    this.#options = options;
    this.#trimming = setInterval(() => void this.#trim(), trimEveryMs).unref();
  }

  offer(events: readonly LoggedEvent[], epoch: string): void {
    for (const event of events) this.#copy(event, epoch);
  }

  async close(): Promise<void> {
    clearInterval(this.#trimming);
  }

  #copy(event: LoggedEvent, epoch: string): void {
    const { client } = this.#options.link;
    const entry = encodeEntry(event, epoch);
    const bytes = Buffer.byteLength(Object.values(entry).join(''));
    if (!client || bytes > maxCopyBytes || this.#inFlightBytes + bytes > maxInFlightBytes) return;
    this.#inFlightBytes += bytes;
    this.#grown.add(event.shard);
    client
      .xAddNoMkStream(this.#keyOf(event.shard), entryId(event.pos), entry)
      .catch((error: unknown) => this.#explain(error, event.shard, epoch))
      .finally(() => (this.#inFlightBytes -= bytes));
  }

  /** A position that is taken is nothing to speak of; a server that takes no more is. */
  #explain(error: unknown, shard: number, epoch: string): void {
    if (!(error instanceof ErrorReply)) return;
    if (error.message.includes('equal or smaller')) return void this.#dropForeign(shard, epoch);
    if (performance.now() - this.#warnedAtMs < warnEveryMs) return;
    this.#warnedAtMs = performance.now();
    const about = { err: error, publisher: this.#options.publisher };
    this.#options.log.warn(about, 'Redis takes no copies of events; readers read the log');
  }

  /** A stream that is beyond the log, of another history of it: readers begin it anew. */
  async #dropForeign(shard: number, epoch: string): Promise<void> {
    const key = this.#keyOf(shard);
    const { link } = this.#options;
    try {
      const last = await link.ask((client) => client.xRevRange(key, '+', '-', { COUNT: 1 }));
      if (!last?.[0] || !isOfEpoch(last[0], epoch)) await link.ask((client) => client.unlink(key));
    } catch {
      // The next copy that it refuses asks again.
    }
  }

  async #trim(): Promise<void> {
    const shards = [...this.#grown];
    this.#grown.clear();
    for (const shard of shards)
      await this.#options.link
        .ask((client) => trimStream(client, this.#keyOf(shard)))
        .catch(() => this.#grown.add(shard));
  }

  #keyOf(shard: number): string {
    return streamKey(this.#options.prefix, this.#options.publisher, shard);
  }
}
