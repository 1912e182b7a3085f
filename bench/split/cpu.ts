import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in these for every program: `sysconf(_SC_CLK_TCK)`. */
const msPerTick = 10;

/** Processor time of a server and all its processes, those that ended included; null without /proc. */
export function findCpuMs(postmaster: number): number | null {
  const own = findTimes(postmaster);
  if (!own) return null;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => findTimes(Number(name)) ?? [])
    .filter(({ parent }) => parent === postmaster);
  const ticks = own.ticks + own.endedTicks + children.reduce((sum, child) => sum + child.ticks, 0);
  return ticks * msPerTick;
}

/** Fields 4 and 14 to 17 of /proc/<pid>/stat; the second may contain spaces. */
function findTimes(pid: number): { parent: number; ticks: number; endedTicks: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (field: number) => fields[field - 3] ?? 0;
    return { parent: at(4), ticks: at(14) + at(15), endedTicks: at(16) + at(17) };
  } catch {
    return null; // it ended meanwhile
  }
}
