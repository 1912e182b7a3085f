import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something, and no longer than that; it goes on all the same, unheard.
 *
 * @param ms - milliseconds
 * @throws what it rejects with by then
 */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([work, sleep(ms, undefined, { signal }).catch(() => undefined)]);
  } finally {
    waiting.abort();
  }
}
