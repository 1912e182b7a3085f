import { DatabaseUnavailableError, type OutageError, StatementTimeoutError } from '../errors/outage-error.ts';
import { codeOf, isServerLost } from './server-lost.ts';

/** query_canceled and lock_not_available: the limits of `poolTimeouts`. */
const cutShort = new Set(['57014', '55P03']);
/** serialization_failure and deadlock_detected: the server undid everything and asks to try again. */
export const undoneStates: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/** What the server could not do now and may do later; null when the statement itself is at fault. */
export function outageOf(error: unknown): OutageError | null {
  const code = codeOf(error);
  if (cutShort.has(code)) return new StatementTimeoutError({ cause: error });
  if (undoneStates.has(code) || isServerLost(error)) return new DatabaseUnavailableError({ cause: error });
  return null;
}

/** Waits for what was asked of a pool or a connection. @throws {OutageError} for what {@link outageOf} knows */
export async function orOutage<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw outageOf(error) ?? error;
  }
}
