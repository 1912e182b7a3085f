import { setTimeout as sleep } from 'node:timers/promises';
import { isMutation } from './is-mutation.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';

/** What undici and Node say when a kept connection had been closed at the other end meanwhile. */
const staleCodes = new Set<unknown>(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Milliseconds over which those spread that lost their connection at once. */
const spreadMs = 20;

export interface Repeating {
  readonly retries: RetryBudget;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** A restarted subgraph leaves dead connections in the pool; what only reads may be asked again, once. */
export async function onceMoreWhenStale<Answer>(
  operation: Pick<SubgraphOperation, 'query'>,
  call: () => Promise<Answer>,
  { retries, random = Math.random }: Repeating,
): Promise<Answer> {
  retries.noteRequest();
  try {
    return await call();
  } catch (error) {
    if (!isStale(error) || isMutation(operation.query) || !retries.mayRetry()) throw error;
    await sleep(random() * spreadMs);
    return call();
  }
}

const isStale = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && staleCodes.has(error.code);
