import type { Pool, PoolClient } from 'pg';
import { here, inChildSpan, within } from '../trace/span.ts';
import { refuseWhenLate } from './bounded-query.ts';
import type { Tx } from './database.ts';
import { namedQueries } from './named-queries.ts';
import { orOutage, undoneStates } from './outage-of.ts';

type OnHookError = (error: unknown) => void;

const maxAttempts = 3;

/**
 * Commits when `work` resolves, then runs its after-commit hooks; rolls back when it throws. A
 * transaction that the server undid in favour of another is run again, so `work` has no effects
 * outside it.
 *
 * @throws whatever `work` throws, or an error when the server rolled back instead of committing
 * @throws {OutageError} nobody waits for it any more, no connection was to be had, or it was lost: what was under way at COMMIT may be done
 */
export async function runTransaction<T>(
  pool: Pool,
  work: (tx: Tx) => Promise<T>,
  onHookError: OnHookError,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(pool, work, onHookError);
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

async function runOnce<T>(pool: Pool, work: (tx: Tx) => Promise<T>, onHookError: OnHookError): Promise<T> {
  refuseWhenLate();
  const client = await orOutage(inChildSpan('pool wait', {}, () => pool.connect()));
  const transaction = new OpenTransaction(client);
  let broken: Error | boolean = false;
  try {
    await orOutage(client.query('begin'));
    const result = await work(transaction);
    transaction.end();
    await commit(client);
    transaction.runHooks(onHookError);
    return result;
  } catch (error) {
    transaction.end();
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

class OpenTransaction implements Tx {
  readonly #client: PoolClient;
  readonly #hooks: (() => void)[] = [];
  #isOpen = true;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  named(statement: string) {
    // Afterwards the connection belongs to someone else's transaction.
    if (!this.#isOpen) throw new Error(`${statement} was sent to a transaction that has ended`);
    return namedQueries(this.#client, statement);
  }

  afterCommit(task: () => void): void {
    const asked = here();
    this.#hooks.push(() => within(asked, task));
  }

  end(): void {
    this.#isOpen = false;
  }

  /** A hook that throws must not make a committed transaction look failed. */
  runHooks(onError: OnHookError): void {
    for (const hook of this.#hooks) {
      try {
        hook();
      } catch (error) {
        onError(error);
      }
    }
  }
}

/** PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, not with an error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await orOutage(client.query('commit'));
  if (command !== 'COMMIT') throw new Error('the transaction held a failed statement and was rolled back');
}

/** True when the connection is of no more use. */
async function rollback(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return false;
  } catch {
    return true;
  }
}
