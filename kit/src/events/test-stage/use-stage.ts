import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type Backbone, startBackbone } from '../backbone.ts';
import type { Consumer } from '../consumer.ts';
import { localEventSource } from '../local-event-source.ts';
import { openStage, type Stage } from './stage.ts';

/** A fresh stage for every test of the file, and what they do with it. */
export function useStage() {
  let stage: Stage;
  const running: Backbone[] = [];

  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((backbone) => backbone.stop()));
    await stage.close();
  });

  /** A random() of 0.001 keeps the shape of the backoff and takes its waiting out of the tests. */
  async function start(consumers: Consumer[] = []): Promise<Backbone> {
    const backbone = await startBackbone({
      subgraph: { name: 'stage', triggers: { consumers, jobs: [] } },
      services: stage.services,
      pool: stage.pools.write,
      sources: new Map([['stage', localEventSource('stage', stage.services)]]),
      random: () => 0.001,
    });
    running.push(backbone);
    return backbone;
  }

  return {
    get stage() {
      return stage;
    },
    start,
    logged: () => readLog(stage),
    /** Changes that were committed, over all counters. */
    total: async () => {
      const [row] = await stage.rows<{ total: number }>('select sum(seq)::int as total from stage.counters');
      return row?.total ?? 0;
    },
    writeConcurrently: (count: number) => writeConcurrently(stage, count),
  };
}

export const eventually = <T>(check: () => Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });

export interface Logged extends Record<string, unknown> {
  readonly counter: string;
  readonly seq: number;
  readonly shard: number;
  readonly pos: number;
}

const readLog = (stage: Stage): Promise<Logged[]> =>
  stage.rows(`select aggregate_id as counter, aggregate_seq::float8 as seq, shard, pos::float8 as pos
    from stage.event_log order by shard, pos`);

/** By position in each shard and by sequence in each aggregate, in the order of the rows. */
export function expectGapless(rows: readonly Logged[]): void {
  for (const [shard, own] of Map.groupBy(rows, (row) => row.shard))
    expectCounting(
      own.map(({ pos }) => pos),
      `positions of shard ${shard}`,
    );
  for (const [counter, own] of Map.groupBy(rows, (row) => row.counter))
    expectCounting(
      own.map(({ seq }) => seq),
      `sequence of ${counter}`,
    );
}

/** 1, 2, 3 … */
export function expectCounting(numbers: readonly number[], what: string): void {
  expect(numbers, what).toEqual(numbers.map((_, index) => index + 1));
}

const writers = 5;

/** Each writer has its share of the changes to a few counters; some commit slowly, some roll back. */
async function writeConcurrently(stage: Stage, count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < count / writers; n += 1) {
        const beforeCommit = async () => {
          if (n % 11 === writer) throw new Error('changed my mind');
          if (n % 7 === writer) await sleep(15);
        };
        await stage.touch(`counter-${(n * 7 + writer) % 9}`, beforeCommit).catch(() => undefined);
      }
    }),
  );
}
