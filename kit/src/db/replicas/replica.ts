import type { Pool } from 'pg';
import { Circuit } from './circuit.ts';
import { coalesced } from './coalesced.ts';
import { LagClock } from './lag-clock.ts';
import { bytesOf } from './lsn.ts';

interface Standing {
  readonly cluster: string;
  readonly replayed: bigint;
  readonly atMs: number;
}

/** What was seen longer ago is not relied on. */
const trustMs = 3_000;
/** Behind by more than this a replica is read by nobody, whatever they demand. */
export const maxLagMs = 5_000;
export const maxLagBytes = 16 * 1024 * 1024;

/** One replica: how to ask it, and what is known of where it stands. */
export class Replica {
  readonly pool: Pool;
  readonly circuit: Circuit;
  /** Looks now; a replica that does not answer is known to be away afterwards. */
  readonly look: () => Promise<void>;
  readonly #now: () => number;
  readonly #lag = new LagClock();
  #standing: Standing | null = null;

  constructor(pool: Pool, now: () => number = () => performance.now()) {
    this.pool = pool;
    this.#now = now;
    this.circuit = new Circuit(now);
    this.look = coalesced(() => this.#look());
  }

  /** Bytes of the log that it has replayed; null while it is away or of another cluster. */
  replayed(cluster: string): bigint | null {
    if (!this.#standing || this.#standing.cluster !== cluster) return null;
    return this.#now() - this.#standing.atMs > trustMs ? null : this.#standing.replayed;
  }

  /** To be called with where the primary stood a moment ago. */
  compare(primary: bigint): void {
    if (this.#standing) this.#lag.note(primary, this.#standing.replayed, this.#now());
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

  /** One that was promoted is no replica any more: what it holds may never come to our primary. */
  async #look(): Promise<void> {
    try {
      const { rows } = await this.pool.query<{ cluster: string; replayed: string | null }>(
        `select /* db.findReplicaPosition */ system_identifier::text as cluster,
           case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as replayed
         from pg_control_system()`,
      );
      const [row] = rows;
      const replayed = row?.replayed ? bytesOf(row.replayed) : null;
      this.#standing =
        row && replayed !== null ? { cluster: row.cluster, replayed, atMs: this.#now() } : null;
    } catch {
      this.#standing = null;
    }
  }
}
