import { setTimeout as sleep } from 'node:timers/promises';
import { play, type Played } from '../../../bench/split/play.ts';
import { killServer, readsOn } from './servers.ts';

export interface Lost extends Played {
  /** From the kill to the first application read that the server answers again; null: it did not come back. */
  readonly backAfterMs: number | null;
}

export interface LoseReplicaOptions {
  readonly url: string;
  readonly replicaUrl: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** What does not count as a read of the application. */
  readonly polling: ReadonlySet<string>;
}

/** Kills the replica when a quarter of the time is over, while people read and write. */
export async function loseReplica(options: LoseReplicaOptions): Promise<Lost> {
  const { url, replicaUrl, perSecond, seconds, polling } = options;
  const over = new AbortController();
  const back = sleep(seconds * 250).then(async () => {
    await killServer(replicaUrl);
    return untilRead(replicaUrl, polling, over.signal);
  });
  const played = await play({ url, readsInTen: 8, perSecond, seconds });
  over.abort();
  return { ...played, backAfterMs: await back };
}

async function untilRead(
  url: string,
  polling: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<number | null> {
  const killedAtMs = performance.now();
  while (!signal.aborted) {
    await sleep(100);
    const counts = await readsOn(url).catch(() => new Map<string, number>());
    if ([...counts.keys()].some((name) => !polling.has(name))) return performance.now() - killedAtMs;
  }
  return null;
}
