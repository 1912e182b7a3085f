import type { RedisLink } from '../redis/redis-link.ts';
import type { Bus } from './bus.ts';
import type { KeyValueStore } from './key-value.ts';

/** What the processes of an installation share beside their databases. */
export interface Live {
  readonly bus: Bus;
  readonly keyValue: KeyValueStore;
  /** Null without Redis. */
  readonly redis: { readonly link: RedisLink; readonly prefix: string } | null;
  close(): Promise<void>;
}
