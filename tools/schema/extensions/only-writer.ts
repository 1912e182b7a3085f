import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withProcessLock } from '@moim/kit/process/process-lock.ts';

/**
 * Runs `write` while no other process of this machine writes into the same folder. Whoever died in the middle of it is
 * in nobody's way. The lock is in the folder: all beside it may be read-only, as in a container. So the folder is made
 * first, and stays: a lock beside it until it is there would not hold up who comes when it just is.
 *
 * @param folder - need not be there yet
 */
export async function asOnlyWriter<Result>(folder: string, write: () => Result): Promise<Result> {
  mkdirSync(folder, { recursive: true });
  return withProcessLock(lockIn(folder), async () => write(), { lookAgainMs: 100 });
}

/** What lock files in the folder are named after. */
export const lockIn = (folder: string): string => join(folder, '.lock');
