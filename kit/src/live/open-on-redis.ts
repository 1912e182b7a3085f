import type { Logger } from 'pino';
import { StreamTransport } from '../events/streams/stream-transport.ts';
import { RedisLink } from '../redis/redis-link.ts';
import type { Live } from './live.ts';
import { RedisBus } from './redis-bus.ts';
import { RedisKeyValueStore } from './redis-key-value.ts';

export interface RedisOptions {
  readonly url: string;
  readonly prefix: string;
  readonly log: Logger;
}

/** As `openLive`, with a Redis. */
export async function openOnRedis({ url, prefix, log }: RedisOptions): Promise<Live> {
  const link = await RedisLink.open({ url, log, heartbeatKey: `${prefix}:heartbeat` });
  const [bus, keyValue] = [new RedisBus({ link, prefix, log }), new RedisKeyValueStore({ link, prefix })];
  const transport = new StreamTransport({ link, prefix, bus, log });
  const close = async () => {
    await bus.close();
    await link.close();
  };
  return { bus, keyValue, transport, redis: () => link.state, close };
}
