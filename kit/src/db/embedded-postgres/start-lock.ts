import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, ownIdentity } from './processes.ts';

/**
 * Runs `work` while no other process is starting the same cluster: two at once could each take the
 * other's fresh files for leftovers. A holder that was killed is pushed aside.
 */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!take(file)) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await sleep(25);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A hard link appears with its content or not at all, and for one process only. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, ownIdentity());
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

function isAbandoned(file: string): boolean {
  try {
    return !isSameProcess(readFileSync(file, 'utf8'));
  } catch {
    return false; // released meanwhile
  }
}
