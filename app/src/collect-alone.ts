import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/**
 * What V8 does in threads of its own to collect garbage. On one processor they take four parts of it, of which the thread
 * that serves has the fifth for as long as a collection lasts, and whoever stands still waits for all of them.
 */
const besideOthers = ['--no-concurrent-marking', '--no-parallel-scavenge'];

/**
 * Where there is one processor, lets each thread collect its own garbage, in small steps: nothing is gained by doing it
 * beside it. The thread that plans, which gives way to the one that serves, does so with its garbage too.
 *
 * Only before there are other threads, and before anything is collected: what has begun beside it must end there.
 *
 * @param processors - that this process may use
 */
export function collectAlone(
  processors: number = availableParallelism(),
  setFlag: (flag: string) => void = setFlagsFromString,
): void {
  if (processors > 1) return;
  for (const flag of besideOthers) setFlag(flag);
}
