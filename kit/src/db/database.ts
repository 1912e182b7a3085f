import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Lsn } from './replicas/lsn.ts';
import type { Position, ReadDemand } from './replicas/read-demand.ts';

type Queries = NodePgDatabase;

/** The part of drizzle that reads. */
export type ReadQueries = Pick<
  Queries,
  'select' | 'selectDistinct' | 'selectDistinctOn' | '$with' | 'with' | '$count' | 'execute'
>;
/** The part of drizzle that reads and writes; transactions are opened by `WriteDb.transaction`. */
export type WriteQueries = ReadQueries & Pick<Queries, 'insert' | 'update' | 'delete'>;

/**
 * Where a named query may read. `statement` is sent as a comment behind the first word of the SQL,
 * so that a slow log, pg_stat_activity and pg_stat_statements lead back to the code. Its form is
 * `subgraph.statementName`.
 */
export interface ReadDb {
  named(statement: string): ReadQueries;
}

/** An open transaction on the primary. */
export interface Tx extends ReadDb {
  named(statement: string): WriteQueries;
  /** Runs after the commit succeeded, never after a rollback; must not throw. */
  afterCommit(task: () => void): void;
  /**
   * Undoes what `work` did when it throws, and nothing else of this transaction; the error passes through. One at a
   * time, or one within another.
   */
  part<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** The primary. Single statements are auto-committed; several belong in a transaction. */
export interface WriteDb extends ReadDb {
  named(statement: string): WriteQueries;
  /** Commits when `work` resolves, rolls back when it throws; the error passes through. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** What this one stands in for during an operation; absent: it is the process's own. */
  readonly standsFor?: WriteDb;
}

/** What a process remembers beyond an operation it remembers by this. */
export const lastingDb = (write: WriteDb): WriteDb => write.standsFor ?? write;

/** A database with replicas: reads that say how fresh they must be. */
export interface Replicated {
  /** For the reads of one operation. */
  reading(demand: ReadDemand): ReadDb;
  /** Where the primary's log stands: whoever reads at least this sees all that was committed before. */
  position(): Promise<Position>;
  /** A place in the primary's log that a statement has told, without asking again; null before it is known whose. */
  positionAt(lsn: Lsn): Position | null;
  /** The worst of the replicas, for whoever writes much at once; null while none answers. */
  lag(): Lag | null;
}

export interface Lag {
  readonly lagMs: number;
  readonly lagBytes: number;
}

/** One subgraph's database. */
export interface Database {
  /** Of the primary, or for one operation of what {@link Replicated} chose for it. */
  readonly read: ReadDb;
  readonly write: WriteDb;
  /** Absent where there are no replicas. */
  readonly replicated?: Replicated;
}
