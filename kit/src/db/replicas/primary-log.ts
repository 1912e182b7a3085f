import type { Pool } from 'pg';
import { asOutage } from '../as-outage.ts';
import { coalesced } from './coalesced.ts';
import type { Position } from './read-demand.ts';

/** Where the primary's log stands. */
export class PrimaryLog {
  /** Known once the primary has answered. */
  cluster: string | null = null;
  /** The branch of its log: another one after a failover. */
  timeline: number | null = null;
  /**
   * At or behind everything that was committed before the call, durably or not.
   *
   * @throws {OutageError} when the primary is away
   */
  readonly position: () => Promise<Position>;

  constructor(pool: Pool) {
    this.position = coalesced(async () => {
      const { rows } = await find(pool);
      const [row] = rows;
      if (!row) throw new Error('the primary does not say where its log stands');
      const { cluster, timeline, lsn } = row;
      this.cluster = cluster;
      this.timeline = timeline;
      return { cluster, lsn };
    });
  }
}

async function find(pool: Pool) {
  try {
    return await pool.query<{ cluster: string; timeline: number; lsn: string }>(
      `select /* db.findPrimaryPosition */ system_identifier::text as cluster, timeline_id as timeline,
         pg_current_wal_insert_lsn()::text as lsn
       from pg_control_system(), pg_control_checkpoint()`,
    );
  } catch (error) {
    throw asOutage(error);
  }
}
