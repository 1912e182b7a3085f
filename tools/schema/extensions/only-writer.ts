import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { withProcessLock } from '@moim/kit/process/process-lock.ts';

/**
 * Runs `write` while no other process of this machine writes into the same folder. Whoever died in the middle of it is
 * in nobody's way.
 *
 * @param folder - need not be there yet
 */
export async function asOnlyWriter<Result>(folder: string, write: () => Result): Promise<Result> {
  mkdirSync(dirname(folder), { recursive: true });
  return withProcessLock(`${folder}.lock`, async () => write(), { lookAgainMs: 100 });
}
