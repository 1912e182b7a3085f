import type { Pool } from 'pg';
import { coalesced } from './coalesced.ts';
import type { Position } from './read-demand.ts';

/** Where the primary's log stands. */
export class PrimaryLog {
  /** Known once the primary has answered. */
  cluster: string | null = null;
  /** At or behind everything that was committed before the call, durably or not. */
  readonly position: () => Promise<Position>;

  constructor(pool: Pool) {
    this.position = coalesced(async () => {
      const { rows } = await pool.query<{ cluster: string; lsn: string }>(
        `select /* db.findPrimaryPosition */ system_identifier::text as cluster,
           pg_current_wal_insert_lsn()::text as lsn
         from pg_control_system()`,
      );
      const [row] = rows;
      if (!row) throw new Error('the primary does not say where its log stands');
      this.cluster = row.cluster;
      return row;
    });
  }
}
