import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked } from './load.ts';

export interface Killed {
  readonly name: string;
  /** From SIGKILL until another process serves in its place. */
  readonly replacedMs: number;
  /** From SIGKILL to the end of the last request that failed; 0 when none did. */
  readonly failingMs: number;
  readonly failures: number;
  readonly requests: number;
}

type Processes = () => ReadonlyMap<string, number | null>;

/** Then the rest of the load tells whether it goes well again. */
const calmMs = 3_000;
const backWithinMs = 30_000;

/** SIGKILL of every process, one after the other, each once the one before is back. */
export async function killEach(processes: Processes, asked: readonly Asked[]): Promise<Killed[]> {
  const killed: Killed[] = [];
  for (const name of processes().keys()) {
    const one = await killOne(processes, name, asked);
    process.stderr.write(`  ${name}: back after ${one.replacedMs.toFixed(0)} ms, ${one.failures} failed\n`);
    killed.push(one);
  }
  return killed;
}

async function killOne(processes: Processes, name: string, asked: readonly Asked[]): Promise<Killed> {
  const pid = processes().get(name);
  if (!pid) throw new Error(`${name} is not there`);
  const from = asked.length;
  const killedAtMs = performance.now();
  process.kill(pid, 'SIGKILL');
  const replacedMs = await untilReplaced(processes, name, pid);
  await sleep(calmMs);
  const during = asked.slice(from);
  const failed = during.filter(({ fault }) => fault !== null);
  const ends = failed.map(({ atMs, tookMs }) => atMs + tookMs - killedAtMs);
  return {
    ...{ name, replacedMs, failures: failed.length, requests: during.length },
    failingMs: Math.max(0, ...ends),
  };
}

/** @throws {Error} when nobody replaces it */
async function untilReplaced(processes: Processes, name: string, pid: number): Promise<number> {
  const startMs = performance.now();
  while (performance.now() - startMs < backWithinMs) {
    const next = processes().get(name);
    if (next && next !== pid) return performance.now() - startMs;
    await sleep(20);
  }
  throw new Error(`${name} did not come back within ${backWithinMs / 1_000} s`);
}
