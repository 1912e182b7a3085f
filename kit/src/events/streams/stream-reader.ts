import { ErrorReply } from 'redis';
import type { RedisClient } from '../../redis/redis-client.ts';
import type { RedisLink } from '../../redis/redis-link.ts';
import type { LoggedEvent } from '../contract.ts';
import { decodeEntry, entriesOf, type StreamEntry } from './stream-entry.ts';
import { entryId, posOf, streamKey } from './stream-key.ts';

export interface StreamReaderOptions {
  readonly link: RedisLink;
  readonly prefix: string;
  readonly publisher: string;
  /** Of the consumer group in Redis, e.g. `messaging.membership-projection`. */
  readonly group: string;
  /** Of this process. */
  readonly consumer: string;
  /** Asks the log which copies of a shard are its own; null for none. */
  readonly epochOf: (shard: number) => Promise<string | null>;
}

/** What a stream has behind a position. */
export interface Copies {
  /** From right behind the position on, without a gap. */
  readonly events: readonly LoggedEvent[];
  /** Known: the stream has nothing before this position, so the log is to be read up to it. */
  readonly resumesAt: number;
}

/** Most entries of a dead process that are claimed at a time. */
const claimCount = 1_000;

/** Reads one shard's stream for one group, each time from the position that the group has committed. */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #key: string;
  readonly #shard: number;
  /** Where the group stands in Redis, and on which connection; null: not known to be right. */
  #place: { readonly client: RedisClient; readonly pos: number } | null = null;
  #epoch: string | null = null;

  constructor(options: StreamReaderOptions, shard: number) {
    this.#options = options;
    this.#shard = shard;
    this.#key = streamKey(options.prefix, options.publisher, shard);
  }

  /**
   * The copies behind `after`, which is committed: what is delivered up to it is acknowledged.
   *
   * @throws {RedisUnavailableError | ErrorReply} the next call starts over
   */
  async read(client: RedisClient, after: number, limit: number): Promise<Copies> {
    const isInPlace = this.#place?.client === client && this.#place.pos === after;
    this.#place = null;
    if (!isInPlace) await this.#resume(after);
    if (this.#epoch === null) return { events: [], resumesAt: 0 };
    const { group, consumer, link } = this.#options;
    const reply = await link.ask<unknown>(() =>
      client.xReadGroup(group, consumer, { key: this.#key, id: '>' }, { COUNT: limit }),
    );
    const entries = entriesOf(reply);
    const { events, resumesAt } = gaplessFrom(after, entries, { shard: this.#shard, epoch: this.#epoch });
    if (events.length === entries.length) this.#place = { client, pos: events.at(-1)?.pos ?? after };
    return { events, resumesAt };
  }

  /** Tells Redis what is committed up to `pos`; that it can fail costs memory there, nothing else. */
  async acknowledge(events: readonly LoggedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const ids = events.map(({ pos }) => entryId(pos));
    await this.#options.link.ask((client) => client.xAck(this.#key, this.#options.group, ids));
  }

  /** Puts the group where the database says, and takes over what dead processes left pending. */
  async #resume(after: number): Promise<void> {
    const { group, consumer, link } = this.#options;
    // Before anything is read: what is of another epoch now will never be of this log.
    this.#epoch = await this.#options.epochOf(this.#shard);
    await link.ask((client) => placeGroup(client, this.#key, group, entryId(after)));
    const claimed = await link.ask((client) =>
      client.xAutoClaimJustId(this.#key, group, consumer, 0, '0-0', { COUNT: claimCount }),
    );
    const done = claimed.messages.filter((id) => posOf(id) <= after);
    if (done.length > 0) await link.ask((client) => client.xAck(this.#key, group, done));
    for (const { name, pending } of await link.ask((client) => client.xInfoConsumers(this.#key, group)))
      if (name !== consumer && pending === 0)
        await link.ask((client) => client.xGroupDelConsumer(this.#key, group, name));
  }
}

async function placeGroup(client: RedisClient, key: string, group: string, id: string): Promise<void> {
  try {
    await client.xGroupCreate(key, group, id, { MKSTREAM: true });
  } catch (error) {
    if (!(error instanceof ErrorReply) || !error.message.startsWith('BUSYGROUP')) throw error;
    await client.xGroupSetId(key, group, id);
  }
}

/** An entry that is missing, of another epoch or cannot be read ends it: the log has that event. */
function gaplessFrom(
  after: number,
  entries: readonly StreamEntry[],
  { shard, epoch }: { readonly shard: number; readonly epoch: string },
): Copies {
  const events: LoggedEvent[] = [];
  for (const entry of entries) {
    const pos = posOf(entry.id);
    if (pos <= after) continue;
    const event = decodeEntry(entry, shard, epoch);
    const isNext = pos === after + events.length + 1;
    if (!event || !isNext) return { events, resumesAt: isNext ? pos + 1 : pos };
    events.push(event);
  }
  return { events, resumesAt: 0 };
}
