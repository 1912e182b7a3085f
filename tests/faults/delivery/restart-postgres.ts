import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareLocation } from '@moim/kit/db/embedded-postgres/location.ts';
import { findRunningPostmaster, type Postmaster } from '@moim/kit/db/embedded-postgres/postmaster.ts';
import { readOrMakeSecrets } from '../../../app/src/secrets.ts';
import { stopServerNow } from '@moim/kit/db/embedded-postgres/stop.ts';

const backWithinMs = 60_000;

/**
 * Restarts the server of an embedded cluster on its port: `fast` ends every connection, `immediate`
 * is a crash.
 */
export async function restartPostgres(folder: string, mode: 'fast' | 'immediate'): Promise<void> {
  const { binaries, cluster, user } = prepareLocation(folder);
  const log = join(cluster, 'restart.log');
  const child = spawn(
    join(binaries, 'bin', 'pg_ctl'),
    ['-D', cluster, '-m', mode, '-l', log, '-w', 'restart'],
    { ...(user && { uid: user.uid, gid: user.gid }), env: { LC_ALL: 'C' }, cwd: '/', stdio: 'ignore' },
  );
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`PostgreSQL did not restart: see ${log}`);
}

/** Kills a server that somebody looks after, and waits until it is there again. */
export async function killKeptPostgres(folder: string): Promise<void> {
  const { cluster } = prepareLocation(folder);
  const before = findRunningPostmaster(cluster)?.pid;
  stopServerNow(cluster);
  for (const deadline = performance.now() + backWithinMs; performance.now() < deadline; await sleep(100)) {
    const now = findRunningPostmaster(cluster)?.pid;
    if (now !== undefined && now !== before) return;
  }
  throw new Error('nobody started PostgreSQL again');
}

/** The server of an embedded cluster; null while none runs. */
export const findPostmaster = (folder: string): Postmaster | null =>
  findRunningPostmaster(prepareLocation(folder).cluster);

/** How its only superuser logs in to the application's database. @throws {Error} while the server is down */
export function superuserUrl(dataFolder: string): string {
  const running = findPostmaster(join(dataFolder, 'postgres'));
  if (!running) throw new Error('PostgreSQL does not run');
  const { databasePassword } = readOrMakeSecrets(dataFolder);
  return `postgres://moim:${encodeURIComponent(databasePassword)}@127.0.0.1:${running.port}/moim`;
}
