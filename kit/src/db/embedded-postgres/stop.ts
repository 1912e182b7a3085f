import { setTimeout as sleep } from 'node:timers/promises';
import { findRunningPostmaster } from './postmaster.ts';

/** Ever less polite: disconnect everyone, then skip the checkpoint, then the system's axe. */
const signals = [
  { signal: 'SIGINT', patienceMs: 10_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 2_000 },
] as const;

/** Stops the server of this cluster, whoever started it; nothing happens when none runs. */
export async function stopServer(cluster: string): Promise<void> {
  for (const { signal, patienceMs } of signals) {
    const running = findRunningPostmaster(cluster);
    if (!running) return;
    sendSignal(running.pid, signal);
    if (await isGoneWithin(cluster, running.pid, patienceMs)) return;
  }
}

/** Leaves the server to end by itself; its next start recovers. */
export function stopServerNow(cluster: string): void {
  const running = findRunningPostmaster(cluster);
  if (running) sendSignal(running.pid, 'SIGQUIT');
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile, or belongs to another user, who will be seen to still run it.
  }
}

async function isGoneWithin(cluster: string, pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (findRunningPostmaster(cluster)?.pid !== pid) return true;
    await sleep(15);
  }
  return false;
}
