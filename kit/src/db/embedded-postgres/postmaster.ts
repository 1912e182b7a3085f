import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './processes.ts';

/** What a running server writes about itself into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** False while it starts, recovers or stops. */
  readonly isReady: boolean;
}

/** Null for a file that is empty or cut short, as a crash can leave it. */
export function parsePostmasterPid(text: string): Postmaster | null {
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.isInteger(port) ? port : 0, isReady: lines[7] === 'ready' };
}

/** What PostgreSQL wrote of the process that runs a cluster; null: nothing, or nothing readable. */
export function readPostmaster(cluster: string): Postmaster | null {
  try {
    return parsePostmasterPid(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'));
  } catch {
    return null;
  }
}

/** The server of this cluster that is alive now; a crash leaves the file but no such process. */
export function findRunningPostmaster(cluster: string): Postmaster | null {
  const postmaster = readPostmaster(cluster);
  return postmaster && isPostgres(postmaster.pid, cluster) ? postmaster : null;
}

/**
 * PostgreSQL refuses to start while the pid in a leftover file is alive, even as another program;
 * call only when `findRunningPostmaster` found none.
 */
export function forgetStalePid(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** After a crash the number may belong to any other program. */
function isPostgres(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return commandLine(pid)?.includes(cluster) ?? true; // no /proc on this system: trust the file
  }
}

/** Arguments of a process; null where the system does not show them. */
function commandLine(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return null;
  }
}
