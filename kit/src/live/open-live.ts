import type { Logger } from 'pino';
import type { Live } from './live.ts';
import { MemoryBus } from './memory-bus.ts';
import { MemoryKeyValueStore } from './memory-key-value.ts';

export interface LiveOptions {
  /** Absent: everything is in the memory of this process. */
  readonly redisUrl?: string | undefined;
  /** Of every key and channel; keeps installations apart that share a Redis. */
  readonly redisPrefix: string;
  readonly log: Logger;
}

/** On Redis where there is a URL. A Redis that is away holds up the start for three seconds at most. */
export async function openLive({ redisUrl: url, redisPrefix: prefix, log }: LiveOptions): Promise<Live> {
  if (url === undefined) return openInMemory(log);
  // The driver takes a while to load, and most installations have no Redis.
  const { openOnRedis } = await import('./open-on-redis.ts');
  return openOnRedis({ url, prefix, log });
}

/** For a single process. */
export function openInMemory(log: Logger): Live {
  const [bus, keyValue] = [new MemoryBus(log), new MemoryKeyValueStore()];
  return { bus, keyValue, transport: null, redis: null, close: () => bus.close() };
}
