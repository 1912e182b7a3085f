import { renameSync, rmSync } from 'node:fs';
import type { Client } from 'pg';
import type { Location } from '../location.ts';
import { copyCluster } from './copy-cluster.ts';
import { writeBackupLabel, writeStandbyFiles } from './standby-files.ts';

export interface SeedClusterOptions {
  /** Logged in as the primary's superuser; no other statement may run on it meanwhile. */
  readonly primary: Client;
  readonly primaryUrl: string;
  readonly primaryCluster: string;
  readonly location: Location;
  readonly signal: AbortSignal;
}

/**
 * Copies the primary's files while it works on, in place of whatever the standby had. The copy
 * appears under its name when it is complete. Needs a slot, which keeps the WAL from before on.
 */
export async function seedCluster(options: SeedClusterOptions): Promise<void> {
  const { primary, primaryCluster, primaryUrl, location, signal } = options;
  const { cluster, user } = location;
  const partial = `${cluster}.partial`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(cluster, { recursive: true, force: true });
  try {
    await primary.query("select /* standby.startBackup */ pg_backup_start('standby', true)");
    await copyCluster({ from: primaryCluster, to: partial, user, signal });
    const { rows } = await primary.query<{ label: string }>(
      'select /* standby.stopBackup */ labelfile as label from pg_backup_stop(false)',
    );
    writeBackupLabel(partial, rows[0]?.label ?? '', user);
    writeStandbyFiles(partial, primaryUrl, user);
    renameSync(partial, cluster);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
