import type { Tx } from '../db/database.ts';

/** JSON data of a job. */
export type JobData = Readonly<Record<string, unknown>>;

/** Work for later, repeated or retried; at least once, so a handler is idempotent. */
export interface Jobs {
  /** Enqueued with the caller's transaction: rolled back with it. */
  send(tx: Tx, queue: string, data: JobData, options?: SendOptions): Promise<void>;
  /**
   * Gives jobs that had all their attempts another round, with the caller's transaction; absent where jobs are only
   * sent.
   *
   * @param ids - of jobs in `<queue>.dead`
   * @returns how many there were
   */
  readonly redrive?: (tx: Tx, queue: string, ids: readonly string[]) => Promise<number>;
}

export interface SendOptions {
  readonly startAfter?: Date;
  /** Another job with the same key in this queue that has not started is not added twice. */
  readonly singletonKey?: string;
}
