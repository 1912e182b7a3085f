import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { consumeShard } from './consume-shard.ts';
import type { Consumer } from './consumer.ts';
import { shardCount } from './contract.ts';
import type { Group } from './group.ts';
import { localEventSource } from './local-event-source.ts';
import { Slots } from './slots.ts';
import { recording } from './test-stage/recording.ts';
import { eventually, expectCounting, useStage } from './test-stage/use-stage.ts';

const on = useStage();

describe('a consumer', () => {
  it('has one effect an event, in order of each aggregate, from several groups and processes at once', async () => {
    const groups = () => [recording('one'), recording('two', () => undefined, true)];
    await on.start(groups());
    await on.start(groups());
    await on.writeConcurrently(300);

    const total = await on.total();
    for (const group of ['one', 'two']) {
      const effects = await eventually(async () => {
        const seen = await on.stage.effects(group);
        expect(seen.length).toBeGreaterThanOrEqual(total);
        return seen;
      });
      expect(effects).toHaveLength(total);
      for (const [counter, own] of Map.groupBy(effects, (effect) => effect.counterId))
        expectCounting(
          own.map(({ seq }) => seq),
          counter,
        );
    }
  });

  it('has one effect an event beside a second process that does not know it lost its locks', async () => {
    await on.start([recording('one')]);
    const signal = new AbortController();
    const zombie: Group = {
      ...{ subgraph: 'stage', consumer: recording('one'), services: on.stage.services, slots: new Slots(2) },
      ...{
        source: localEventSource('stage', on.stage.services),
        random: () => 0.001,
        reach: () => undefined,
      },
    };
    const shards = Array.from({ length: shardCount }, (_, shard) =>
      consumeShard(zombie, shard, signal.signal),
    );
    await on.writeConcurrently(200);

    const total = await on.total();
    await eventually(async () =>
      expect((await on.stage.effects('one')).length).toBeGreaterThanOrEqual(total),
    );
    signal.abort();
    await Promise.all(shards);
    const effects = await on.stage.effects('one');
    expect(effects).toHaveLength(total);
    for (const [counter, own] of Map.groupBy(effects, (effect) => effect.counterId))
      expectCounting(
        own.map(({ seq }) => seq),
        counter,
      );
  });

  it('has no second effect when a shard is read again from the start', async () => {
    const backbone = await on.start([recording('one')]);
    for (let n = 0; n < 5; n += 1) await on.stage.touch('a');
    await eventually(async () => expect(await on.stage.effects('one')).toHaveLength(5));
    await backbone.stop();
    await on.stage.rows('update stage.consumer_positions set pos = 0');
    await on.start([recording('one')]);
    await on.stage.touch('a');

    await eventually(async () => expect((await on.stage.effects('one')).length).toBeGreaterThanOrEqual(6));
    expect(await on.stage.effects('one')).toHaveLength(6);
  });

  it('takes waiting events in transactions of their own, unless they may share one within their aggregate', async () => {
    for (const id of ['a', 'a', 'a', 'b', 'b', 'b']) await on.stage.touch(id);
    await on.start([recording('own'), recording('shared', () => undefined, true)]);
    const transactions = (group: string) =>
      on.stage.rows(`select xmin::text, array_agg(seq::int order by id) as seqs from stage.effects
        where consumer_group = '${group}' group by xmin::text, counter_id order by counter_id, min(id)`);

    await eventually(async () => expect(await transactions('own')).toHaveLength(6));
    await eventually(async () =>
      expect(await transactions('shared')).toMatchObject([{ seqs: [1, 2, 3] }, { seqs: [1, 2, 3] }]),
    );
  });

  it('waits out a database that ends its connections, without counting it against the event', async () => {
    let isCut = false;
    const cutOnce: Consumer = {
      ...recording('one'),
      handle: async (tx, event, services) => {
        await recording('one').handle(tx, event, services);
        if (isCut) return;
        isCut = true;
        await tx.named('stage.cut').execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      },
    };
    await on.start([cutOnce]);
    await on.stage.touch('a');

    await eventually(async () => expect(await on.stage.effects('one')).toHaveLength(1));
    expect(await on.stage.rows('select 1 from stage.dead_letters')).toEqual([]);
  });
});
