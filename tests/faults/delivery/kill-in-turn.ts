import { setTimeout as sleep } from 'node:timers/promises';
import { killReplica, replicasOf } from './kill-replica.ts';
import type { Installation } from './open-installation.ts';

export interface KillInTurn {
  readonly on: Pick<Installation, 'processes' | 'redis'>;
  readonly random: () => number;
  readonly tell: (sentence: string) => void;
}

const calmMs = 2_000;

/**
 * SIGKILLs every process, restarts and empties Redis, in an order of chance and all of them again and
 * again, until the signal; answers how many faults there were.
 */
export async function killInTurn({ on, random, tell }: KillInTurn, signal: AbortSignal): Promise<number> {
  let faults = 0;
  for (;;) {
    for (const [name, play] of shuffled(faultsOn(on), random)) {
      if (signal.aborted) return faults;
      const startMs = performance.now();
      await play();
      tell(`${name}: over after ${((performance.now() - startMs) / 1_000).toFixed(1)} s`);
      faults += 1;
      await sleep(calmMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

type Fault = readonly [name: string, play: () => Promise<void>];

function faultsOn(on: KillInTurn['on']): Fault[] {
  const kills = replicasOf(on).map((name): Fault => [`kill -9 ${name}`, () => killReplica(on, name)]);
  const restart = async () => {
    await on.redis.kill();
    await sleep(1_000);
    await on.redis.start();
  };
  const flush = async () => {
    await on.redis.command('FLUSHALL');
  };
  return [...kills, ['kill -9 redis', restart], ['redis FLUSHALL', flush]];
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
