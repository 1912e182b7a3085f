import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isSameProcess, ownIdentity } from '@moim/kit/db/embedded-postgres/processes.ts';

const lookAgainMs = 200;

/**
 * Runs `build` when nobody else builds under the same lock file, in this process or another: two at
 * once would write one folder. Whoever held it and died is in nobody's way.
 *
 * @param signal - aborted: waits no longer, and throws
 */
export async function asOnlyBuilder<Result>(
  lockFile: string,
  build: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  mkdirSync(dirname(lockFile), { recursive: true });
  while (!take(lockFile)) await setTimeout(lookAgainMs, undefined, signal && { signal });
  try {
    return await build();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** A link is made with its text already in it: nobody reads a lock that names no holder. */
function take(lockFile: string): boolean {
  const own = `${lockFile}.${process.pid}`;
  writeFileSync(own, ownIdentity());
  try {
    if (!isHeld(lockFile)) rmSync(lockFile, { force: true });
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function isHeld(lockFile: string): boolean {
  try {
    return isSameProcess(readFileSync(lockFile, 'utf8'));
  } catch {
    return false;
  }
}
