import type { LoggedEvent } from '../contract.ts';
import type { LogHeads } from '../log-heads.ts';
import type { EventSource, ReadEvents } from '../source.ts';
import { StreamReader, type StreamReaderOptions } from './stream-reader.ts';

export interface StreamEventSourceOptions extends StreamReaderOptions {
  /** The truth, for whatever the streams do not have. */
  readonly log: EventSource;
  readonly heads: LogHeads;
}

interface Shard {
  readonly reader: StreamReader;
  /** Delivered and not acknowledged. */
  delivered: readonly LoggedEvent[];
  /** The stream has nothing before it. */
  resumesAt: number;
}

/**
 * Reads copies of a publisher's log from Redis and everything that they lack from the log itself:
 * what comes out is the log, whatever happens to the copies.
 */
export class StreamEventSource implements EventSource {
  readonly #options: StreamEventSourceOptions;
  readonly #shards = new Map<number, Shard>();

  constructor(options: StreamEventSourceOptions) {
    this.#options = options;
  }

  async read(request: ReadEvents): Promise<readonly LoggedEvent[]> {
    const { log, heads, link } = this.#options;
    const { shard, after, signal } = request;
    const deadline = performance.now() + request.waitMs;
    for (;;) {
      signal.throwIfAborted();
      await heads.watch();
      const events = await this.#readNow(request);
      const leftMs = deadline - performance.now();
      if (events.length > 0 || leftMs <= 0) return events;
      if (!link.client) return log.read({ ...request, waitMs: Math.ceil(leftMs) });
      await heads.beyond(shard, after, leftMs, signal);
    }
  }

  heads(): ReturnType<EventSource['heads']> {
    return this.#options.log.heads();
  }

  confirm(reading: Parameters<EventSource['confirm']>[0]): ReturnType<EventSource['confirm']> {
    return this.#options.log.confirm(reading);
  }

  async #readNow(request: ReadEvents): Promise<readonly LoggedEvent[]> {
    const { log, heads, link } = this.#options;
    const copies = await this.#readCopies(request);
    if (copies.length > 0) return copies;
    const isKnownEmpty = link.client !== null && heads.isReached(request.shard, request.after);
    return isKnownEmpty ? [] : log.read({ ...request, waitMs: 0 });
  }

  /** Empty for whatever reason: then it is the log's turn. */
  async #readCopies({ shard, after, limit }: ReadEvents): Promise<readonly LoggedEvent[]> {
    const { client } = this.#options.link;
    const state = this.#stateOf(shard);
    if (!client || after + 1 < state.resumesAt) return [];
    try {
      const done = state.delivered.filter(({ pos }) => pos <= after);
      state.delivered = [];
      const [copies] = await Promise.all([
        state.reader.read(client, after, limit),
        state.reader.acknowledge(done),
      ]);
      state.delivered = copies.events;
      state.resumesAt = copies.resumesAt;
      return copies.events;
    } catch {
      return []; // Away, full, flushed or restarted: the next read puts the group in its place again.
    }
  }

  #stateOf(shard: number): Shard {
    const known = this.#shards.get(shard);
    if (known) return known;
    const state = { reader: new StreamReader(this.#options, shard), delivered: [], resumesAt: 0 };
    this.#shards.set(shard, state);
    return state;
  }
}
