import type { EventTransport } from '../events/event-copies.ts';
import type { RedisStateOf } from '../redis/redis-state.ts';
import type { Bus } from './bus.ts';
import type { KeyValueStore } from './key-value.ts';

/** What the processes of an installation share beside their databases. */
export interface Live {
  readonly bus: Bus;
  readonly keyValue: KeyValueStore;
  /** Null without Redis: then readers ask the publisher's log. */
  readonly transport: EventTransport | null;
  readonly redis: RedisStateOf;
  close(): Promise<void>;
}
