import { readdirSync, readFileSync } from 'node:fs';

/** Processor time in ms so far, by kind of process, e.g. `messaging` or `postgres moim_messaging`. */
export type ProcessorTime = ReadonlyMap<string, number>;

/** Linux counts in these for every program: `sysconf(_SC_CLK_TCK)`. */
const msPerTick = 10;

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
}

/**
 * Of everything that descends from the named processes, under the name of the nearest.
 *
 * @param names - by process; what a server calls its own processes stands behind its name
 */
export function readProcessorTime(names: ReadonlyMap<number, string>): ProcessorTime {
  const running = new Map(allRunning().map((one) => [one.pid, one]));
  const sums = new Map<string, number>();
  for (const { pid, ms } of running.values()) {
    const name = nameOf(pid, running, names);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + ms);
  }
  return sums;
}

/** What was spent between two looks; what ended meanwhile is not counted. */
export function spent(before: ProcessorTime, after: ProcessorTime): ProcessorTime {
  const differences = [...after].map(([name, ms]): [string, number] => [name, ms - (before.get(name) ?? 0)]);
  return new Map(differences.filter(([, ms]) => ms > 0));
}

function nameOf(
  pid: number,
  running: ReadonlyMap<number, Running>,
  names: ReadonlyMap<number, string>,
): string | null {
  for (let at = running.get(pid); at; at = running.get(at.parent)) {
    const name = names.get(at.pid);
    if (name !== undefined) return at.pid === pid ? name : `${name} ${titleOf(pid)}`;
  }
  return null;
}

/** PostgreSQL names its processes by what they do: `postgres: <user> <database> <client> <state>`. */
function titleOf(pid: number): string {
  const title = readOrNull(`/proc/${pid}/cmdline`)?.split('\0')[0] ?? '';
  const [, what] = /^postgres: (\w+(?: writer| launcher)?)/.exec(title) ?? [];
  return what ?? readOrNull(`/proc/${pid}/comm`)?.trim() ?? '';
}

function allRunning(): Running[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => find(Number(pid)) ?? []);
}

/** Fields 4, 14 and 15 of /proc/<pid>/stat; the second may contain spaces. */
function find(pid: number): Running | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null; // it ended meanwhile
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const at = (field: number) => Number(fields[field - 3] ?? 0);
  return { pid, parent: at(4), ms: (at(14) + at(15)) * msPerTick };
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
