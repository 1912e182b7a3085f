import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
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

/** News may get lost; while anybody waits, a publisher is asked for its heads after this long. */
const lookAgainMs = 5_000;

/** Copies of events over Redis streams, one a shard of each publisher. See docs/adr/0028. */
export class StreamTransport implements EventTransport {
  readonly #options: StreamTransportOptions;
  readonly #consumer = randomUUID();
  /** One for all groups of this process, by publisher. */
  readonly #heads = new Map<string, LogHeads>();

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
    const reader = { link, prefix, publisher, group: `${subgraph}.${group}`, consumer: this.#consumer };
    return new StreamEventSource({ ...reader, log, heads: this.#headsOf(publisher, log) });
  }

  #headsOf(subgraph: string, log: EventSource): LogHeads {
    const look = () => log.heads();
    const heads =
      this.#heads.get(subgraph) ?? new LogHeads({ subgraph, bus: this.#options.bus, look, lookAgainMs });
    this.#heads.set(subgraph, heads);
    return heads;
  }
}
