import type { Lsn } from './lsn.ts';

/** Where the log of one database cluster stood. */
export interface Position {
  /** PostgreSQL's system identifier: equal on a primary and its replicas, on nothing else. */
  readonly cluster: string;
  readonly lsn: Lsn;
}

/**
 * How fresh the reads of an operation must be: from the primary, or from a replica that has replayed
 * this much of each cluster's log. A cluster that is not named may be read from any replica in order.
 */
export type ReadDemand = 'primary' | { readonly atLeast: Readonly<Record<string, Lsn>> };
