import { DatabaseUnavailableError, StatementTimeoutError } from '../errors/outage-error.ts';
import { isServerLost } from './server-lost.ts';

/** What the driver threw, as an outage when it is one: whoever asked may ask again. */
export function asOutage(error: unknown): unknown {
  if (isCancelled(error)) return new StatementTimeoutError({ cause: error });
  return isServerLost(error) ? new DatabaseUnavailableError({ cause: error }) : error;
}

/** query_canceled. */
const isCancelled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '57014';
