import { readFileSync } from 'node:fs';
import { cpuMsOf } from '../gateway/processes.ts';

/** Resident memory of a process, in bytes. */
export function residentBytesOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

/** Processor time of a process while `work` ran, in milliseconds, and how long that took. */
export async function during(
  pid: number,
  work: () => Promise<void>,
): Promise<{ cpuMs: number; tookMs: number }> {
  const [cpuBefore, startMs] = [cpuMsOf(pid), performance.now()];
  await work();
  return { cpuMs: cpuMsOf(pid) - cpuBefore, tookMs: performance.now() - startMs };
}
