import type { Pool } from 'pg';
import { orOutage } from '../outage-of.ts';
import { coalesced } from './coalesced.ts';
import type { Position } from './read-demand.ts';

/** Where the primary's log stands. */
export class PrimaryLog {
  /** Known once the primary has answered. */
  cluster: string | null = null;
  /** The branch of its log: another one after a failover. */
  timeline: number | null = null;
  /** At or behind everything that was committed before the call, durably or not. */
  readonly position: () => Promise<Position>;

  constructor(pool: Pool) {
    this.position = coalesced(async () => {
      const { rows } = await orOutage(
        pool.query<{ cluster: string; timeline: number; lsn: string }>(
          // The name of the file that is written says the timeline at once; a checkpoint says it later.
          `select /* db.findPrimaryPosition */ system_identifier::text as cluster,
             ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int as timeline,
             pg_current_wal_insert_lsn()::text as lsn
           from pg_control_system()`,
        ),
      );
      const [row] = rows;
      if (!row) throw new Error('the primary does not say where its log stands');
      const { cluster, timeline, lsn } = row;
      this.cluster = cluster;
      this.timeline = timeline;
      return { cluster, lsn };
    });
  }
}
