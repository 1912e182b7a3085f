import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryBus } from '../live/memory-bus.ts';
import { createLog } from '../log/create-log.ts';
import { LogHeads, type Heads } from './log-heads.ts';
import { logTopic } from './wake-up.ts';

const lookAgainMs = 5_000;
const never = new AbortController().signal;
let looks: (() => Promise<Heads>)[];
let looked: number;
let bus: MemoryBus;
let heads: LogHeads;

beforeEach(async () => {
  vi.useFakeTimers();
  [looks, looked] = [[], 0];
  bus = new MemoryBus(createLog({ level: 'silent', name: 'test' }));
  const look = () => {
    looked += 1;
    return looks.shift()?.() ?? Promise.resolve([]);
  };
  heads = new LogHeads({ subgraph: 'calendar', bus, look, lookAgainMs });
  await heads.watch();
});
afterEach(() => vi.useRealTimers());

/** Which of the waits have ended so far. */
function waitsFor(...places: readonly (readonly [shard: number, after: number])[]): string[] {
  const ended: string[] = [];
  for (const [shard, after] of places)
    void heads.beyond(shard, after, 20_000, never).then(() => ended.push(`${shard}:${after}`));
  return ended;
}

describe('the heads of a log', () => {
  it('end a wait by news of that shard alone', async () => {
    const ended = waitsFor([0, 4], [1, 4], [0, 5]);
    await bus.publish(logTopic('calendar'), { shard: 0, pos: 5 });
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(['0:4']);
    expect(heads.isReached(0, 5)).toBe(true);
    expect([heads.isReached(0, 4), heads.isReached(1, 4)]).toEqual([false, false]);
  });

  it('are looked at once for all who wait, and repair a lost wake-up', async () => {
    looks.push(async () => [{ shard: 1, pos: 9 }]);
    const ended = waitsFor([0, 4], [1, 4], [1, 8], [2, 0]);
    await vi.advanceTimersByTimeAsync(lookAgainMs);
    expect(ended).toEqual(['1:4', '1:8']);
    expect(looked).toBe(1);
  });

  it('are looked at at once when news may have been missed', async () => {
    looks.push(async () => [{ shard: 1, pos: 9 }]);
    const ended = waitsFor([0, 4], [1, 4]);
    await bus.publish(logTopic('calendar'), {});
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(['1:4']);
  });

  it('are looked at again for as long as anybody waits, and then no more', async () => {
    waitsFor([0, 4]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looked).toBe(4);
  });

  it('let everybody read by themselves when the look fails', async () => {
    looks.push(async () => [{ shard: 0, pos: 4 }]);
    looks.push(() => Promise.reject(new Error('the database is away')));
    const ended = waitsFor([0, 4], [2, 0]);
    await vi.advanceTimersByTimeAsync(2 * lookAgainMs);
    expect(ended).toEqual(['0:4', '2:0']);
    expect(heads.isReached(0, 4)).toBe(false);
  });

  it('end a wait in time and on abort', async () => {
    const stop = new AbortController();
    let ended = 0;
    void heads.beyond(0, 0, 1_000, never).then(() => (ended += 1));
    void heads.beyond(0, 0, 9_000, stop.signal).then(() => (ended += 1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ended).toBe(1);
    stop.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(2);
  });
});
