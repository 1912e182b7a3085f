import { chmodSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerUser } from '../server-user.ts';
import { replicationName, replicationPassword } from './replication-slot.ts';

/** Read again at SIGHUP, so a running standby follows its primary to another port. */
export function writeStandbyFiles(cluster: string, primaryUrl: string, user: ServerUser | null): void {
  // Not among the arguments of `postgres`, where every user of the machine could read the password.
  writeFor(user, join(cluster, 'postgresql.auto.conf'), autoConf(primaryUrl));
  writeFor(user, join(cluster, 'standby.signal'), '');
}

/** Tells the copy from where in the WAL it has to replay until it is whole. */
export function writeBackupLabel(cluster: string, label: string, user: ServerUser | null): void {
  writeFor(user, join(cluster, 'backup_label'), label);
  rmSync(join(cluster, 'recovery.signal'), { force: true });
}

function autoConf(primaryUrl: string): string {
  const connection = [
    'host=127.0.0.1',
    `port=${new URL(primaryUrl).port}`,
    `user=${replicationName}`,
    `password=${replicationPassword(primaryUrl)}`,
    `application_name=${replicationName}`,
  ].join(' ');
  return `primary_conninfo = '${connection}'\nprimary_slot_name = '${replicationName}'\n`;
}

function writeFor(user: ServerUser | null, file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
  if (user) chownSync(file, user.uid, user.gid);
}
