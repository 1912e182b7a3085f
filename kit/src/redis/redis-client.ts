import { createClient } from 'redis';

/** How long a connection may take to be made, in milliseconds. */
const connectTimeoutMs = 2_000;

/**
 * A client of one connection that is never made again: whoever owns it makes a new client instead,
 * so that nothing waits in a queue of the driver for a server that may not come back.
 */
export function createRedisClient(url: string) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    // A signal with a timer for each command costs more than the command, and would end only what has not been
    // written yet: whoever waits has a limit of their own, and a heartbeat ends the connection.
    commandOptions: { timeout: 0 },
    socket: { reconnectStrategy: false, connectTimeout: connectTimeoutMs, keepAlive: true },
  });
  return client;
}

export type RedisClient = ReturnType<typeof createRedisClient>;
