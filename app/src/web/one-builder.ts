import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { withProcessLock } from '@moim/kit/process/process-lock.ts';

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
  return withProcessLock(lockFile, build, { lookAgainMs: 200, signal });
}
