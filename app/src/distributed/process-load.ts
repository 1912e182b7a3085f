import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessLoad } from './judge-silence.ts';

/** Of the clock that Linux counts processor time with, on every architecture that Node runs on. */
const tickMs = 10;
/** Runs or waits for a processor; waits for disk, also for memory that was swapped out. */
const runnableStates = new Set(['R', 'D']);

interface Thread {
  readonly state: string;
  readonly usedMs: number;
}

/** Since its start, and now; null when it is gone, and where there is no `/proc`. */
export function readProcessLoad(pid: number): ProcessLoad | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`).map((id) => readThread(pid, id));
    return {
      // The event loop turns in the first thread, which has the number of the process.
      loopMs: readThread(pid, String(pid)).usedMs,
      isRunnable: threads.some(({ state }) => runnableStates.has(state)),
    };
  } catch {
    return null;
  }
}

/** proc_pid_stat(5); the second field is a name that may contain anything, in parentheses. */
function readThread(pid: number, id: string): Thread {
  const text = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = ''] = fields;
  return { state, usedMs: (Number(fields[11]) + Number(fields[12])) * tickMs };
}
