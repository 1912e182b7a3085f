import type { Pool } from 'pg';
import type { ReadDb, ReadQueries, Replicated } from '../database.ts';
import { namedQueries } from '../named-queries.ts';
import { bytesOf } from './lsn.ts';
import { PrimaryLog } from './primary-log.ts';
import type { ReadDemand } from './read-demand.ts';
import { type ReadObserver, unobserved } from './read-observer.ts';
import { ReadRouter } from './read-router.ts';
import { Replica } from './replica.ts';

export interface OpenReplicated extends Replicated {
  close(): Promise<void>;
}

export interface ReplicatedOptions {
  /** For the reads that replicas cannot answer. */
  readonly primary: Pool;
  /** One a replica, logged in with a role that only reads. */
  readonly replicas: readonly Pool[];
  readonly observer?: ReadObserver;
}

/** While something is demanded of a replica it is looked at right then; this keeps the rest known. */
const lookEveryMs = 500;

/** Looks at each replica from time to time until it is closed; knows none of them before. */
export function openReplicated({
  primary,
  replicas: pools,
  observer = unobserved,
}: ReplicatedOptions): OpenReplicated {
  const log = new PrimaryLog(primary);
  const replicas = pools.map((pool) => new Replica(pool));
  const router = new ReadRouter({ primary, log, replicas, observer });
  const looking = setInterval(() => void look(log, replicas), lookEveryMs).unref();
  void look(log, replicas);
  return {
    reading: (demand) => readsOf(router, demand),
    position: log.position,
    positionAt: (lsn) => (log.cluster === null ? null : { cluster: log.cluster, lsn }),
    lag: () => worstOf(replicas.filter(({ isUp }) => isUp)),
    close: async () => {
      clearInterval(looking);
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

function readsOf(router: ReadRouter, demand: ReadDemand): ReadDb {
  const reads = router.route(demand);
  return {
    named: (statement): ReadQueries =>
      namedQueries({ query: (config, values) => reads.query(statement, config, values) }, statement),
  };
}

async function look(log: PrimaryLog, replicas: readonly Replica[]): Promise<void> {
  const [position] = await Promise.all([
    log.position().catch(() => null), // its own pool tells of an outage
    ...replicas.map((replica) => replica.look()),
  ]);
  const primary = position && bytesOf(position.lsn);
  if (primary !== null) for (const replica of replicas) replica.compare(primary, log.timeline);
}

const worstOf = (replicas: readonly Replica[]) =>
  replicas.length === 0
    ? null
    : {
        lagMs: Math.max(...replicas.map(({ lagMs }) => lagMs)),
        lagBytes: Math.max(...replicas.map(({ lagBytes }) => lagBytes)),
      };
