import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Location } from './location.ts';
import { type Postmaster, readPostmaster } from './postmaster.ts';
import { type ServerSettings, serverArguments } from './settings.ts';

/** Crash recovery replays at most `max_wal_size`, so this is generous. */
const readyWithinMs = 60_000;

/** The server ended before it was ready; `output` is what it wrote to its log meanwhile. */
export class LaunchFailure extends Error {
  readonly output: string;

  constructor(output: string) {
    super('PostgreSQL ended before it was ready');
    this.output = output;
  }
}

/**
 * Starts `postgres` and waits until it takes connections; a standby does once it is consistent. It
 * runs in its own process group: a Ctrl-C at the terminal reaches only us, and we stop it after our
 * last statement.
 *
 * @param signal - ends a server that is not ready yet
 * @throws {LaunchFailure}
 */
export async function launch(
  location: Location,
  settings: ServerSettings,
  logFile: string,
  signal?: AbortSignal,
): Promise<Postmaster> {
  const logStart = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  const child = spawnServer(location, settings, logFile);
  const giveUp = (): unknown => child.kill('SIGQUIT');
  signal?.addEventListener('abort', giveUp);
  try {
    const postmaster = await untilReady(child, location.cluster);
    if (postmaster) return postmaster;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  giveUp();
  throw new LaunchFailure(readFileSync(logFile, 'utf8').slice(logStart));
}

/** Null: it ended, or took too long. */
async function untilReady(child: ChildProcess, cluster: string): Promise<Postmaster | null> {
  const deadline = Date.now() + readyWithinMs;
  while (hasNotEnded(child) && Date.now() < deadline) {
    const postmaster = readPostmaster(cluster);
    if (postmaster?.isReady && postmaster.pid === child.pid) {
      child.unref();
      return postmaster;
    }
    await sleep(15);
  }
  return null;
}

function spawnServer(
  { binaries, cluster, user }: Location,
  settings: ServerSettings,
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(join(binaries, 'bin', 'postgres'), ['-D', cluster, ...serverArguments(settings)], {
      ...(user && { uid: user.uid, gid: user.gid }),
      env: { LC_ALL: 'C' },
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    }).on('error', () => undefined); // seen as a process without a pid
  } finally {
    closeSync(log);
  }
}

const hasNotEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid !== undefined && exitCode === null && signalCode === null;
