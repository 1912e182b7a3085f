import { execFile } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../../config/startup-error.ts';
import { explainFailure } from './explain-failure.ts';
import type { Location } from './location.ts';

/** The only superuser of an embedded cluster. */
export const superuser = 'moim';

export interface InitialiseOptions {
  readonly location: Location;
  readonly password: string;
  readonly isDurable: boolean;
  readonly logFile: string;
}

/** Whether there is a cluster: it appears under its name when it is complete. */
export function isInitialised({ cluster }: Location): boolean {
  return existsSync(join(cluster, 'PG_VERSION'));
}

/**
 * Makes an empty cluster. It appears under its name when it is complete, so an interrupted start
 * leaves nothing that a later one would take for a database. Call with the start lock held.
 *
 * @throws {StartupError} e.g. for a full disk
 */
export async function initialise({
  location,
  password,
  isDurable,
  logFile,
}: InitialiseOptions): Promise<void> {
  const { cluster, user } = location;
  const partial = `${cluster}.partial`;
  const passwordFile = `${cluster}.password`;
  rmSync(partial, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    await promisify(execFile)(
      join(location.binaries, 'bin', 'initdb'),
      initdbArguments(partial, passwordFile, isDurable),
      { ...(user && { uid: user.uid, gid: user.gid }), env: { LC_ALL: 'C' }, cwd: '/' },
    );
    renameSync(partial, cluster);
  } catch (error) {
    throw new StartupError(explainFailure(outputOf(error), cluster, logFile), { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** UTF-8 with the built-in collation: equal on every machine, whatever its locales. */
function initdbArguments(folder: string, passwordFile: string, isDurable: boolean): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(isDurable ? [] : ['--no-sync']),
  ];
}

function outputOf(error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return `${output}\n${String(error)}`;
}
