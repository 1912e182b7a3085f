import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in these for every program: `sysconf(_SC_CLK_TCK)`. */
const msPerTick = 10;

/** @throws {Error} when nothing runs the file with that PORT */
export function findProgram(file: string, port: number): number {
  const found = pids().find((pid) => {
    const [command, environment] = [read(pid, 'cmdline'), read(pid, 'environ')];
    return command.includes(file) && environment.split('\0').includes(`PORT=${port}`);
  });
  if (found === undefined) throw new Error(`${file} does not run on port ${port}`);
  return found;
}

/** This process and all that it started, and what they started. */
export function findFamily(): number[] {
  const parents = new Map(pids().map((pid) => [pid, statOf(pid)?.parent ?? 0]));
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOurs);
}

/** All threads of the processes, on one processor. */
export function pin(processes: readonly number[], processor: number): void {
  for (const pid of processes)
    execFileSync('taskset', ['-acp', String(processor), String(pid)], { stdio: 'ignore' });
}

/** Processor time used so far. */
export const cpuMsOf = (pid: number): number => (statOf(pid)?.ticks ?? Number.NaN) * msPerTick;

/** The most memory that it has had, in MB. */
export function peakMemoryMbOf(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, 'status')) ?? [];
  return Number(kilobytes) / 1024;
}

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Fields 4, 14 and 15 of /proc/<pid>/stat; the second may contain spaces. */
function statOf(pid: number): { parent: number; ticks: number } | null {
  const stat = read(pid, 'stat');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent, user, system] = [fields[1], fields[11], fields[12]];
  return parent === undefined || user === undefined || system === undefined
    ? null
    : { parent, ticks: user + system };
}

/** Empty when the process is gone. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
