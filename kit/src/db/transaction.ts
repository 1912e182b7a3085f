import type { Pool, PoolClient } from 'pg';
import { inChildSpan } from '../trace/span.ts';
import { refuseWhenLate } from './bounded-query.ts';
import type { Tx } from './database.ts';
import { type OnHookError, OpenTransaction } from './open-transaction.ts';
import { orOutage } from './outage-of.ts';
import { untilNotUndone } from './until-not-undone.ts';

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
  return untilNotUndone(() => runOnce(pool, work, onHookError));
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
