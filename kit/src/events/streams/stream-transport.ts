import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { coalesced } from '../../db/replicas/coalesced.ts';
import type { Bus } from '../../live/bus.ts';
import type { RedisLink } from '../../redis/redis-link.ts';
import type { EventCopies, EventReader, EventTransport } from '../event-copies.ts';
import { LogHeads } from '../log-heads.ts';
import type { EventSource } from '../source.ts';
import { StreamCopies } from './stream-copies.ts';
import { StreamEventSource } from './stream-event-source.ts';

export interface StreamTransportOptions {
  readonly link: RedisLink;
  readonly prefix: string;
  readonly bus: Bus;
  readonly log: Pick<Logger, 'warn'>;
}

/** What all groups of this process know of one log. */
interface KnownLog {
  readonly heads: LogHeads;
  readonly epochOf: (shard: number) => Promise<string | null>;
}

/** News may get lost; while anybody waits, a publisher is asked for its heads after this long. */
const lookAgainMs = 5_000;

/** Copies of events over Redis streams, one a shard of each publisher. See docs/adr/0028. */
export class StreamTransport implements EventTransport {
  readonly #options: StreamTransportOptions;
  readonly #consumer = randomUUID();
  /** By publisher. */
  readonly #known = new Map<string, KnownLog>();

  constructor(options: StreamTransportOptions) {
    this.#options = options;
  }

  copiesOf(publisher: string): EventCopies {
    return new StreamCopies({ ...this.#options, publisher });
  }

  /** A subgraph's own log is nearer than any copy of it. */
  sourceFor({ subgraph, group, publisher, log }: EventReader): EventSource {
    if (subgraph === publisher) return log;
    const { link, prefix } = this.#options;
    const { heads, epochOf } = this.#knownOf(publisher, log);
    const place = { publisher, group: `${subgraph}.${group}`, consumer: this.#consumer };
    return new StreamEventSource({ ...{ link, prefix, log, heads, epochOf }, ...place });
  }

  #knownOf(subgraph: string, log: EventSource): KnownLog {
    const known = this.#known.get(subgraph);
    if (known) return known;
    // Many groups begin at the same time; each asks after it began.
    const look = coalesced(() => log.heads());
    const heads = new LogHeads({ subgraph, bus: this.#options.bus, look, lookAgainMs });
    const epochOf = async (shard: number) =>
      (await look()).find((head) => head.shard === shard)?.epoch ?? null;
    this.#known.set(subgraph, { heads, epochOf });
    return { heads, epochOf };
  }
}
