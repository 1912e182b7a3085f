import { readFileSync } from 'node:fs';

/** A zombie is dead: in a container, nobody may ever collect it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return statOf(pid)?.[0] !== 'Z';
}

/** Names this process among all that ever had its pid. */
export const ownIdentity = (): string => identityOf(process.pid);

/** Whether the process of an `ownIdentity()` that was written down earlier still lives. */
export function isSameProcess(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return pid > 0 && isAlive(pid) && identityOf(pid) === identity;
}

/** The pid with the clock ticks since boot at which the process began, where the system says so. */
const identityOf = (pid: number): string => `${pid} ${statOf(pid)?.[19] ?? ''}`;

/** Fields of /proc/<pid>/stat from the third, `state`, on; the second may contain spaces. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
