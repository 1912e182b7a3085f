import type { RedisClient } from '../../redis/redis-client.ts';
import { entryId, posOf } from './stream-key.ts';

/** A group that has asked for nothing for this long reads the log when it comes back. */
const forgottenAfterMs = 3_600_000;

/**
 * Deletes what every group of a stream has confirmed, and nothing else. A stream without a reader
 * goes as a whole: nothing is copied until somebody reads it.
 */
export async function trimStream(client: RedisClient, key: string): Promise<void> {
  const confirmed: number[] = [];
  for (const { name, pending, 'last-delivered-id': lastId } of await client.xInfoGroups(key)) {
    if (await isForgotten(client, key, name)) await client.xGroupDestroy(key, name);
    else confirmed.push(pending === 0 ? posOf(lastId) : (await firstPending(client, key, name)) - 1);
  }
  if (confirmed.length === 0) await client.unlink(key);
  else await client.xTrim(key, 'MINID', entryId(Math.min(...confirmed) + 1));
}

async function isForgotten(client: RedisClient, key: string, group: string): Promise<boolean> {
  const consumers = await client.xInfoConsumers(key, group);
  return consumers.length > 0 && consumers.every(({ idle }) => idle > forgottenAfterMs);
}

async function firstPending(client: RedisClient, key: string, group: string): Promise<number> {
  const [first] = await client.xPendingRange(key, group, '-', '+', 1);
  return first ? posOf(first.id) : 0;
}
