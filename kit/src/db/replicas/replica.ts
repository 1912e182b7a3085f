import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import { boundedQuery } from '../bounded-query.ts';
import { Circuit } from './circuit.ts';
import { coalesced } from './coalesced.ts';
import { LagClock } from './lag-clock.ts';
import { bytesOf } from './lsn.ts';

interface Standing {
  readonly cluster: string;
  /** Of two servers that parted after a failover only the name of their log's branch differs. */
  readonly timeline: number;
  readonly replayed: bigint;
  readonly atMs: number;
}

/** A server that says nothing for so long is away, though its connections still stand. */
const answerWithinMs = 2_000;
/** What was seen longer ago is not relied on. */
const trustMs = 3_000;
/** Behind by more than this a replica is read by nobody, whatever they demand. */
const maxLagMs = 5_000;
const maxLagBytes = 16 * 1024 * 1024;

/** One replica: how to ask it, and what is known of where it stands. */
export class Replica {
  readonly pool: Pool;
  readonly circuit: Circuit;
  /** Looks now; a replica that does not answer is known to be away afterwards. */
  readonly look: () => Promise<void>;
  readonly #now: () => number;
  readonly #lag = new LagClock();
  #standing: Standing | null = null;
  #lost = newLoss();
  #hasParted = false;

  constructor(pool: Pool, now: () => number = () => performance.now()) {
    this.pool = pool;
    this.#now = now;
    this.circuit = new Circuit(now);
    this.look = coalesced(() => this.#look());
  }

  /** Ends with the first look that finds no answer: what hangs at a frozen server goes elsewhere. */
  async query(config: QueryConfig, values: unknown[]): Promise<QueryResult> {
    return Promise.race([boundedQuery(this.pool, config, values), this.#lost.promise]);
  }

  /** Bytes of the log that it has replayed; null while it is away or of another cluster. */
  replayed(cluster: string): bigint | null {
    if (!this.#standing || this.#standing.cluster !== cluster || this.#hasParted) return null;
    return this.#now() - this.#standing.atMs > trustMs ? null : this.#standing.replayed;
  }

  /** To be called with where the primary stood a moment ago. */
  compare(primary: bigint, timeline: number | null): void {
    if (!this.#standing) return;
    this.#hasParted = timeline !== null && timeline !== this.#standing.timeline;
    this.#lag.note(primary, this.#standing.replayed, this.#now());
  }

  get isUp(): boolean {
    return this.#standing !== null;
  }

  get lagMs(): number {
    return this.#lag.lagMs(this.#now());
  }

  get lagBytes(): number {
    return this.#lag.lagBytes;
  }

  get isFarBehind(): boolean {
    return this.lagMs > maxLagMs || this.lagBytes > maxLagBytes;
  }

  async #look(): Promise<void> {
    try {
      const standing = await Promise.race([this.#ask(), silence()]);
      this.#standing = standing && { ...standing, atMs: this.#now() };
    } catch {
      this.#standing = null;
    }
    if (!this.#standing) this.#lose();
  }

  /** One that was promoted is no replica any more: what it holds may never come to our primary. */
  async #ask(): Promise<Omit<Standing, 'atMs'> | null> {
    const { rows } = await this.pool.query<{ cluster: string; timeline: number; replayed: string | null }>(
      // Of a replica that followed its primary to another timeline the latter number is the first to know.
      `select /* db.findReplicaPosition */ system_identifier::text as cluster,
         greatest(timeline_id, min_recovery_end_timeline) as timeline,
         case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as replayed
       from pg_control_system(), pg_control_checkpoint(), pg_control_recovery()`,
    );
    const [row] = rows;
    const replayed = row?.replayed ? bytesOf(row.replayed) : null;
    return row && replayed !== null ? { cluster: row.cluster, timeline: row.timeline, replayed } : null;
  }

  #lose(): void {
    this.#lost.reject(new Error('the replica no longer answers'));
    this.#lost = newLoss();
  }
}

const silence = (): Promise<null> => sleep(answerWithinMs, null, { ref: false });

/** Rejected for whoever waits; nobody need. */
function newLoss(): PromiseWithResolvers<never> {
  const loss = Promise.withResolvers<never>();
  loss.promise.catch(() => undefined);
  return loss;
}
