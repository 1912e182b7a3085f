import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { BoundedWork, type OperationBounds } from '../deadline/operation-bounds.ts';
import { StatementTimeoutError } from '../errors/outage-error.ts';
import { cancelStatement } from './cancel-statement.ts';
import { poolTimeouts } from './pools.ts';

/**
 * Reads for as long as somebody waits for it: a statement whose operation has passed its deadline, or whose client
 * has left, is cancelled at the server. Otherwise it has the 5 s of every statement.
 *
 * @throws {StatementTimeoutError} cancelled, or not begun any more
 */
export function boundedQuery(pool: Pool, config: QueryConfig, values: unknown[]): Promise<QueryResult> {
  const bounds = BoundedWork.current?.ofReads;
  return bounds ? queryWithin(bounds, pool, config, values) : pool.query(config, values);
}

/** @throws {StatementTimeoutError} nobody waits for the answer of the operation that asks for this */
export function refuseWhenLate(): void {
  if ((BoundedWork.current?.remainingMs ?? 0) < 0) throw new StatementTimeoutError();
}

async function queryWithin(
  bounds: OperationBounds,
  pool: Pool,
  config: QueryConfig,
  values: unknown[],
): Promise<QueryResult> {
  refuseWhenOver(bounds);
  const client = await pool.connect();
  const cutting = new Cutting(client, bounds);
  try {
    refuseWhenOver(bounds);
    const result = await client.query(config, values);
    await cutting.end();
    client.release();
    return result;
  } catch (error) {
    await cutting.end();
    client.release(cutting.isCut || !(error instanceof Error) ? false : error); // as the pool's own `query` does
    throw cutting.isCut ? new StatementTimeoutError({ cause: error }) : error;
  }
}

function refuseWhenOver({ deadlineAtMs = Infinity, signal }: OperationBounds): void {
  if (signal?.aborted || deadlineAtMs <= performance.now()) throw new StatementTimeoutError();
}

/** Cancels what runs on a connection when its bounds are reached. */
class Cutting {
  readonly #client: PoolClient;
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #cut = (): void => void (this.#cancelling ??= cancelStatement(this.#client));
  #cancelling: Promise<void> | null = null;

  constructor(client: PoolClient, { deadlineAtMs = Infinity, signal }: OperationBounds) {
    this.#client = client;
    this.#signal = signal;
    const remainingMs = deadlineAtMs - performance.now();
    if (remainingMs < poolTimeouts.statement_timeout)
      this.#timer = setTimeout(this.#cut, Math.max(0, remainingMs));
    signal?.addEventListener('abort', this.#cut, { once: true });
  }

  get isCut(): boolean {
    return this.#cancelling !== null;
  }

  /** Afterwards nothing that was sent for this statement can meet the next one. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#cut);
    await this.#cancelling;
  }
}
