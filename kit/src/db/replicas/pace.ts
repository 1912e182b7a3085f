import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database.ts';
import type { Lag } from '../database.ts';

/** Beyond either a batch waits: a fifth of what makes a replica useless to readers, and less. */
const maxLag: Lag = { lagMs: 1_000, lagBytes: 4 * 1024 * 1024 };
const lookEveryMs = 100;
/** Then it goes on: a replica that is stuck does not hold up for good what must be done. */
const maxWaitMs = 30_000;

/**
 * Waits between two parts of a long batch until the replicas have nearly caught up, so that readers
 * keep them. At once where there are none, or none answers.
 */
export async function paceBatch(
  { replicated }: Pick<Database, 'replicated'>,
  patienceMs: number = maxWaitMs,
): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  while (isTooFar(replicated?.lag() ?? null) && performance.now() < untilMs) await sleep(lookEveryMs);
}

const isTooFar = (lag: Lag | null): boolean =>
  lag !== null && (lag.lagMs > maxLag.lagMs || lag.lagBytes > maxLag.lagBytes);
