import { Pool } from 'pg';

export interface PoolOptions {
  readonly url: string;
  /** Shown by pg_stat_activity. */
  readonly applicationName: string;
  /** Most connections at a time, ≥ 1. */
  readonly max: number;
  /** Told about a connection that broke; the pool replaces it. */
  readonly onError: (error: Error) => void;
}

/** No statement, lock or forgotten transaction holds a connection for longer than this. */
export const poolTimeouts = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
  connectionTimeoutMillis: 2_000,
} as const;

/** A pool that outlives its server: without an `error` handler the process would end with it. */
export function openPool({ url, applicationName, max, onError }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: applicationName,
    max,
    idleTimeoutMillis: 30_000,
    ...poolTimeouts,
  });
  // The pool hears only of idle connections, each connection also of its loss while in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}
