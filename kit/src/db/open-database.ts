import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { boundedQuery } from './bounded-query.ts';
import type { Database, ReadDb, WriteDb, WriteQueries } from './database.ts';
import { namedQueries, type Queryable } from './named-queries.ts';
import { openPool } from './pools.ts';
import type { ReadObserver } from './replicas/read-observer.ts';
import { openReplicated } from './replicas/replicated.ts';
import { runTransaction } from './transaction.ts';

export interface OpenDatabaseOptions {
  /** Logs in with the subgraph's own role. */
  readonly url: string;
  readonly subgraph: string;
  readonly log?: Pick<Logger, 'error' | 'warn'>;
  /** Log in with the subgraph's role that only reads; default none. */
  readonly replicaUrls?: readonly string[];
  readonly observer?: ReadObserver;
  /** Most connections for reads, and as many again for writes; default 5. */
  readonly maxConnections?: number;
}

export interface OpenDatabase {
  readonly database: Database;
  /** For what drizzle cannot do: advisory locks of a session, job queues. */
  readonly pools: { readonly read: Pool; readonly write: Pool };
  /** Waits for checked-out connections. */
  close(): Promise<void>;
}

/** Connects lazily: a server that is not there fails the first statement, not this call. */
export function openDatabase(options: OpenDatabaseOptions): OpenDatabase {
  const { subgraph, log, maxConnections = 5, replicaUrls = [], observer } = options;
  let isClosing = false; // then the server may end a connection before it has said goodbye
  const pool = (use: 'read' | 'write' | 'replica', url = options.url) =>
    openPool({
      url,
      applicationName: subgraph,
      max: maxConnections,
      onError: (error) => {
        if (!isClosing) log?.warn({ err: error, subgraph, use }, 'lost a database connection');
      },
    });
  const pools = { read: pool('read'), write: pool('write') };
  const replicas = replicaUrls.map((replicaUrl) => pool('replica', replicaUrl));
  const seen = observer ? { observer } : {};
  const replicated = replicas.length > 0 ? openReplicated({ primary: pools.read, replicas, ...seen }) : null;
  return {
    database: {
      read: readDb(pools.read),
      write: writeDb(pools.write, log),
      ...(replicated ? { replicated } : {}),
    },
    pools,
    close: async () => {
      isClosing = true;
      await Promise.all([pools.read.end(), pools.write.end(), replicated?.close()]);
    },
  };
}

function readDb(pool: Pool): ReadDb {
  return { named: handles({ query: (config, values) => boundedQuery(pool, config, values) }) };
}

function writeDb(pool: Pool, log: OpenDatabaseOptions['log']): WriteDb {
  const onHookError = (error: unknown) => log?.error({ err: error }, 'an after-commit hook threw');
  return { named: handles(pool), transaction: (work) => runTransaction(pool, work, onHookError) };
}

/** Statement names are a small fixed set, so their handles are kept. */
function handles(connection: Queryable): (statement: string) => WriteQueries {
  const known = new Map<string, WriteQueries>();
  return (statement) => {
    const handle = known.get(statement) ?? namedQueries(connection, statement);
    known.set(statement, handle);
    return handle;
  };
}
