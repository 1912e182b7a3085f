import { setTimeout as sleep } from 'node:timers/promises';

export interface Victims {
  /** Name and process of each replica; null while it is not there. */
  readonly processes: () => ReadonlyMap<string, number | null>;
  readonly redis: {
    kill(): Promise<void>;
    start(): Promise<void>;
    command(...words: string[]): Promise<unknown>;
  };
}

/** Between two faults, and at most until the process is back. */
const calmMs = 2_000;
const backWithinMs = 30_000;

/** SIGKILLs every process in turn, then kills, restarts and empties Redis, until the signal; answers how many faults. */
export async function killInTurn({ processes, redis }: Victims, signal: AbortSignal): Promise<number> {
  let faults = 0;
  for (;;) {
    const names = [...processes().keys()].filter((name) => name !== 'nginx');
    for (const fault of [...names.map((name) => () => killOne(processes, name)), ...redisFaults(redis)]) {
      if (signal.aborted) return faults;
      await fault();
      faults += 1;
      await sleep(calmMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** @throws {Error} when nobody replaces it */
async function killOne(processes: Victims['processes'], name: string): Promise<void> {
  const pid = processes().get(name);
  if (!pid) return;
  process.kill(pid, 'SIGKILL');
  for (const deadline = performance.now() + backWithinMs; performance.now() < deadline; await sleep(50)) {
    const next = processes().get(name);
    if (next && next !== pid) return;
  }
  throw new Error(`${name} did not come back within ${backWithinMs / 1_000} s`);
}

const redisFaults = (redis: Victims['redis']) => [
  async () => {
    await redis.kill();
    await sleep(1_000);
    await redis.start();
  },
  async () => {
    await redis.command('FLUSHALL');
  },
];
