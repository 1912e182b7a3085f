import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findBinaries } from './binaries.ts';
import { canEnter, findServerUser, type ServerUser } from './server-user.ts';

/** Where a cluster's programs and files are, and whom they run as. */
export interface Location {
  readonly binaries: string;
  /** The cluster itself; its parent exists and belongs to `user`. */
  readonly cluster: string;
  readonly user: ServerUser | null;
  /** Set when `user` cannot enter the wanted place. */
  readonly movedBecause: string | null;
}

/** Below it, when the database's user cannot enter the wanted place. */
const systemFolder = '/var/lib/moim';

/** Takes `<folder>/cluster`, or a place below /var/lib/moim that the database's user can reach. */
export function prepareLocation(folder: string, elsewhere = systemFolder): Location {
  const user = findServerUser();
  const binaries = findBinaries();
  mkdirSync(folder, { recursive: true });
  if (!user) return { binaries, cluster: join(folder, 'cluster'), user, movedBecause: null };

  const closed = [binaries, dirname(folder)].find((path) => !canEnter(user, path));
  if (!closed) return { binaries, cluster: ownedCluster(folder, user), user, movedBecause: null };

  return {
    binaries: copyBinaries(binaries, elsewhere),
    cluster: ownedCluster(folderElsewhere(folder, elsewhere), user),
    user,
    movedBecause: `user "${user.name}" cannot enter ${closed}`,
  };
}

/** One folder for each place that could not be used, so that two checkouts stay apart. */
function folderElsewhere(folder: string, elsewhere: string): string {
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return join(elsewhere, `data-${id}`);
}

function ownedCluster(folder: string, { uid, gid }: ServerUser): string {
  mkdirSync(folder, { recursive: true });
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return join(folder, 'cluster');
}

/** Once for each installed version. Complete or absent, never half a copy. */
function copyBinaries(binaries: string, elsewhere: string): string {
  const { size, mtimeMs } = statSync(join(binaries, 'bin', 'postgres'));
  const id = createHash('sha256').update(`${binaries} ${size} ${mtimeMs}`).digest('hex').slice(0, 8);
  const target = join(elsewhere, `postgresql-${basename(dirname(binaries))}-${id}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  cpSync(binaries, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  if (existsSync(target)) rmSync(partial, { recursive: true });
  else renameSync(partial, target);
  return target;
}
