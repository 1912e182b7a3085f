import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { type Backbone, startBackbone } from './backbone.ts';
import type { LoggedEvent } from './contract.ts';
import { localEventSource } from './local-event-source.ts';
import { recording, recordingTogether } from './test-stage/recording.ts';
import { openStage, type Stage } from './test-stage/stage.ts';

const counter = fc.constantFrom('a', 'b', 'c');
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('touch' as const), counter }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('roll back' as const), counter }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('start', 'stop', 'cut connections', 'rewind') }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const seconds = 60;

const odd = { ...recording('odd'), concerns: ({ aggregateSeq }: LoggedEvent) => aggregateSeq % 2 === 1 };
const groups = [
  { consumer: recording('own'), stride: 1 },
  { consumer: recording('shared', () => undefined, true), stride: 1 },
  { consumer: recordingTogether('together'), stride: 1 },
  { consumer: odd, stride: 2 },
];

it(
  'has every event of every history once and in order, whatever is started, stopped, cut or read again',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const stage = await openStage();
        const running: Backbone[] = [];
        try {
          for (const each of steps) await take(stage, running, each);
          await Promise.all(running.splice(0).map((backbone) => backbone.stop()));
          await take(stage, running, { do: 'rewind' }); // at least once in every history
          running.push(await startOne(stage));
          await vi.waitFor(() => expectDrained(stage), { timeout: 15_000, interval: 30 });
          await expectAllOnce(stage);
        } finally {
          await Promise.all(running.map((backbone) => backbone.stop()));
          await stage.close();
        }
      }),
      { numRuns: 8, interruptAfterTimeLimit: (seconds - 20) * 1_000 },
    );
  },
  seconds * 1_000,
);

async function take(stage: Stage, running: Backbone[], each: Step): Promise<void> {
  switch (each.do) {
    case 'touch':
      await stage.touch(each.counter);
      break;
    case 'roll back':
      await expect(stage.touch(each.counter, () => Promise.reject(new Error('no')))).rejects.toThrow();
      break;
    case 'start':
      running.push(await startOne(stage));
      break;
    case 'stop':
      await running.shift()?.stop();
      break;
    case 'cut connections':
      await stage.rows(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
      break;
    case 'rewind':
      await stage.rows('update stage.consumer_positions set pos = 0');
  }
}

function startOne(stage: Stage): Promise<Backbone> {
  return startBackbone({
    subgraph: {
      name: 'stage',
      triggers: { consumers: groups.map(({ consumer }) => consumer), jobs: [] },
    },
    services: stage.services,
    pool: stage.pools.write,
    sources: new Map([['stage', localEventSource('stage', stage.services)]]),
    random: () => 0.01,
  });
}

/** Only then is a repeated effect sure to be there. */
async function expectDrained(stage: Stage): Promise<void> {
  const behind = await stage.rows(`select 1 from stage.outbox union all
    select 1 from (select shard, max(pos) as pos from stage.event_log group by shard) as log
    cross join (values ('own'), ('shared'), ('together'), ('odd')) as wanted (name)
    left join stage.consumer_positions as held on held.consumer_group = wanted.name and held.shard = log.shard
    where held.pos is distinct from log.pos`);
  expect(behind).toEqual([]);
}

async function expectAllOnce(stage: Stage): Promise<void> {
  const counters = await stage.rows<{ id: string; seq: number }>(
    'select id, seq::float8 as seq from stage.counters order by id',
  );
  for (const { consumer, stride } of groups) {
    const expected = counters.map(({ id, seq }) => [id, upTo(seq, stride)]);
    const seen = Map.groupBy(await stage.effects(consumer.group), ({ counterId }) => counterId);
    expect([...seen].map(([id, own]) => [id, own.map(({ seq }) => seq)]).sort()).toEqual(expected);
  }
  expect(await stage.rows('select 1 from stage.dead_letters')).toEqual([]);
}

const upTo = (last: number, stride: number): number[] =>
  Array.from({ length: Math.ceil(last / stride) }, (_, index) => 1 + index * stride);
