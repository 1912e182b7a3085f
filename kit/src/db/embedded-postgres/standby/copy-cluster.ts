import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerUser } from '../server-user.ts';

export interface CopyClusterOptions {
  readonly from: string;
  /** Must not exist. */
  readonly to: string;
  /** To whom the copy belongs; null: to us. */
  readonly user: ServerUser | null;
  readonly signal: AbortSignal;
}

/** What belongs to the running server and not to its data: PostgreSQL, "Making a Base Backup". */
const leftOut = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*)$/;
const emptied = new Set([
  ...['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify'],
  ...['pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'],
]);

/**
 * The files of a cluster between `pg_backup_start` and `pg_backup_stop`. File by file and without
 * blocking: the application serves meanwhile.
 */
export async function copyCluster({ from, to, user, signal }: CopyClusterOptions): Promise<void> {
  const own = (path: string) => (user ? chown(path, user.uid, user.gid) : undefined);
  await copyFolder({ from, to, own, signal, isEmptied: (name) => emptied.has(name) });
}

interface CopyFolder {
  readonly from: string;
  readonly to: string;
  readonly own: (path: string) => Promise<void> | undefined;
  readonly signal: AbortSignal;
  readonly isEmptied: (name: string) => boolean;
}

async function copyFolder(copy: CopyFolder): Promise<void> {
  const { from, to, own, signal, isEmptied } = copy;
  await mkdir(to);
  await chmod(to, 0o700);
  await own(to);
  for (const entry of await unlessGone(readdir(from, { withFileTypes: true }), [])) {
    signal.throwIfAborted();
    const { name } = entry;
    const next = { ...copy, from: join(from, name), to: join(to, name) };
    if (leftOut.test(name)) continue;
    if (!entry.isDirectory()) await copyOne(next);
    else
      await (isEmptied(name) ? copyFolder({ ...next, from: '' }) : copyFolder({ ...next, isEmptied: none }));
  }
}

async function copyOne({ from, to, own }: CopyFolder): Promise<void> {
  const isThere = await unlessGone(
    copyFile(from, to, constants.COPYFILE_FICLONE).then(() => true),
    false,
  );
  if (isThere) await own(to);
}

const none = (): boolean => false;

/** A table that is dropped during the backup is dropped again by what the standby replays. */
async function unlessGone<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}
