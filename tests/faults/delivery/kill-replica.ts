import { setTimeout as sleep } from 'node:timers/promises';
import type { Installation } from './open-installation.ts';

type Processes = Pick<Installation, 'processes'>;

/** As long as the supervisor gives a process to start. */
const backWithinMs = 120_000;

/** Names of the replicas, of one service or of all. */
export function replicasOf({ processes }: Processes, service = ''): string[] {
  return [...processes().keys()].filter((name) => name !== 'nginx' && name.startsWith(service));
}

/**
 * SIGKILL; resolves when another process serves in its place.
 *
 * @throws {Error} when none does within two minutes
 */
export async function killReplica(on: Processes, name: string): Promise<void> {
  const pid = on.processes().get(name);
  if (!pid) return;
  process.kill(pid, 'SIGKILL');
  await untilReplaced(on, name, pid, backWithinMs);
}

/** @throws {Error} when the same process is still there, or none */
export async function untilReplaced(
  { processes }: Processes,
  name: string,
  pid: number,
  withinMs: number,
): Promise<void> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await sleep(50)) {
    const next = processes().get(name);
    if (next && next !== pid) return;
  }
  throw new Error(`${name} was not replaced within ${withinMs / 1_000} s`);
}
