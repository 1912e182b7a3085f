import { undoneStates } from './outage-of.ts';

const maxAttempts = 3;

/**
 * Runs again, a few times, what the server undid in favour of another.
 *
 * @throws whatever else `run` throws
 */
export async function untilNotUndone<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === maxAttempts || !isUndone(error)) throw error;
    }
  }
}

/** Drizzle wraps what the server said. */
function isUndone(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && undoneStates.has(cause.code)) return true;
  return false;
}
