import { withProcessLock } from '../../process/process-lock.ts';

/**
 * Runs `work` while no other process is starting the same cluster: two at once could each take the
 * other's fresh files for leftovers. A holder that was killed is pushed aside.
 */
export const withStartLock = <T>(file: string, work: () => Promise<T>): Promise<T> =>
  withProcessLock(file, work, { lookAgainMs: 25 });
