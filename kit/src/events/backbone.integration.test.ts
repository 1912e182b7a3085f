import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidInputError } from '../errors/domain-error.ts';
import { type Backbone, startBackbone } from './backbone.ts';
import { consumeShard } from './consume-shard.ts';
import type { Consumer } from './consumer.ts';
import { shardCount } from './contract.ts';
import { reprocessDeadLetters } from './dead-letters.ts';
import type { Group } from './group.ts';
import { localEventSource } from './local-event-source.ts';
import { Relay } from './relay.ts';
import { sessionsLike } from './session.ts';
import { Slots } from './slots.ts';
import { openStage, recording, type Stage } from './test-stage/stage.ts';
import { wakeUpTopic } from './wake-up.ts';

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
async function start(consumers: Consumer[] = [], now = stage.services.now): Promise<Backbone> {
  const services = { ...stage.services, now };
  const backbone = await startBackbone({
    subgraph: { name: 'stage', triggers: { consumers, jobs: [] } },
    services,
    pool: stage.pools.write,
    sources: new Map([['stage', localEventSource('stage', services)]]),
    random: () => 0.001,
  });
  running.push(backbone);
  return backbone;
}

const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

const logged = () =>
  stage.rows<{ counter: string; seq: number; shard: number; pos: number }>(
    `select aggregate_id as counter, aggregate_seq::float8 as seq, shard, pos::float8 as pos
     from stage.event_log order by shard, pos`,
  );

function expectGapless(rows: { counter: string; seq: number; shard: number; pos: number }[]): void {
  for (const [key, numbers] of [
    ...Map.groupBy(rows, (row) => `position in shard ${row.shard}`),
    ...Map.groupBy(rows, (row) => `sequence of ${row.counter}`),
  ].map(
    ([key, group]) => [key, group.map((row) => (key.startsWith('position') ? row.pos : row.seq))] as const,
  ))
    expect(numbers, key).toEqual(numbers.map((_, index) => index + 1));
}

/** `writers` at a time, each with its share of `count` changes to a few counters; some are slow to commit, some roll back. */
async function writeConcurrently(count: number, writers = 5): Promise<void> {
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

describe('the relay', () => {
  it('logs every committed event of concurrent writers once, gapless and in order of each aggregate', async () => {
    await start();
    await writeConcurrently(400);

    const counters = await stage.rows<{ total: number }>(
      'select sum(seq)::float8 as total from stage.counters',
    );
    await eventually(async () => expect(await stage.rows('select 1 from stage.outbox')).toEqual([]));
    const rows = await logged();
    expect(rows).toHaveLength(counters[0]?.total ?? 0);
    expectGapless(rows);
  });

  it('keeps the log whole when two relays lead the same shards at once', async () => {
    // The second one leads without having asked for a lock.
    await start();
    const session = await sessionsLike(stage.pools.write)();
    const zombie = new AbortController();
    const relay = new Relay({
      subgraph: 'stage',
      bus: stage.services.bus,
      log: stage.services.log,
      reach: () => undefined,
    });
    const leading = relay.candidacies().map(({ lead }) => lead({ session, signal: zombie.signal }));

    await writeConcurrently(400);
    await eventually(async () => expect(await stage.rows('select 1 from stage.outbox')).toEqual([]));
    zombie.abort();
    await Promise.all(leading);
    await session.close();

    const counters = await stage.rows<{ total: number }>(
      'select sum(seq)::float8 as total from stage.counters',
    );
    const rows = await logged();
    expect(rows).toHaveLength(counters[0]?.total ?? 0);
    expectGapless(rows);
  });

  it('wakes the listeners of an aggregate with its sequence, after the event is in the log', async () => {
    const heard: unknown[] = [];
    await stage.services.bus.subscribe(wakeUpTopic('counter', 'a'), (message) => {
      heard.push(logged().then((rows) => ({ message, rows: rows.length })));
    });
    await start();
    await stage.touch('a');

    await eventually(async () =>
      expect(await Promise.all(heard)).toEqual([{ message: { seq: 1 }, rows: 1 }]),
    );
  });

  it('leads again after its connection was cut', async () => {
    await start();
    await stage.touch('a');
    await eventually(async () => expect(await logged()).toHaveLength(1));
    await stage.rows(
      `select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory'
       and l.database = (select oid from pg_database where datname = current_database())`,
    );
    await stage.touch('a');

    await eventually(async () => expect(await logged()).toHaveLength(2));
  });

  it('hands over to another process when it stops', async () => {
    const first = await start();
    await eventually(async () => expect(await stage.rows(heldLocks)).toHaveLength(8));
    await start();
    await first.stop();
    await stage.touch('a');

    await eventually(async () => expect(await logged()).toHaveLength(1));
  });
});

const heldLocks = `select 1 from pg_locks where locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`;

describe('a consumer', () => {
  it('has one effect an event, in order of each aggregate, from several groups and processes at once', async () => {
    const groups = () => [recording('one'), recording('two', () => undefined, true)];
    await start(groups());
    await start(groups());
    await writeConcurrently(300);

    const [total] = await stage.rows<{ total: number }>(
      'select sum(seq)::float8 as total from stage.counters',
    );
    for (const group of ['one', 'two']) {
      const effects = await eventually(async () => {
        const seen = await stage.effects(group);
        expect(seen.length).toBeGreaterThanOrEqual(total?.total ?? 0);
        return seen;
      });
      expect(effects).toHaveLength(total?.total ?? 0);
      for (const [counter, own] of Map.groupBy(effects, (effect) => effect.counterId))
        expect(
          own.map(({ seq }) => seq),
          counter,
        ).toEqual(own.map((_, index) => index + 1));
    }
  });

  it('has one effect an event beside a second process that does not know it lost its locks', async () => {
    await start([recording('one')]);
    const signal = new AbortController();
    const zombie: Group = {
      ...{ subgraph: 'stage', consumer: recording('one'), services: stage.services, slots: new Slots(2) },
      ...{ source: localEventSource('stage', stage.services), random: () => 0.001, reach: () => undefined },
    };
    const shards = Array.from({ length: shardCount }, (_, shard) =>
      consumeShard(zombie, shard, signal.signal),
    );
    await writeConcurrently(200);

    const [total] = await stage.rows<{ total: number }>('select sum(seq)::int as total from stage.counters');
    await eventually(async () =>
      expect((await stage.effects('one')).length).toBeGreaterThanOrEqual(total?.total ?? 0),
    );
    signal.abort();
    await Promise.all(shards);
    const effects = await stage.effects('one');
    expect(effects).toHaveLength(total?.total ?? 0);
    for (const [counter, own] of Map.groupBy(effects, (effect) => effect.counterId))
      expect(
        own.map(({ seq }) => seq),
        counter,
      ).toEqual(own.map((_, index) => index + 1));
  });

  it('has no second effect when a shard is read again from the start', async () => {
    const backbone = await start([recording('one')]);
    for (let n = 0; n < 5; n += 1) await stage.touch('a');
    await eventually(async () => expect(await stage.effects('one')).toHaveLength(5));
    await backbone.stop();
    await stage.rows('update stage.consumer_positions set pos = 0');
    await start([recording('one')]);
    await stage.touch('a');

    await eventually(async () => expect((await stage.effects('one')).length).toBeGreaterThanOrEqual(6));
    expect(await stage.effects('one')).toHaveLength(6);
  });

  it('takes waiting events in transactions of their own, unless they may share one within their aggregate', async () => {
    for (const id of ['a', 'a', 'a', 'b', 'b', 'b']) await stage.touch(id);
    await start([recording('own'), recording('shared', () => undefined, true)]);
    const transactions = (group: string) =>
      stage.rows(`select xmin::text, array_agg(seq::int order by id) as seqs from stage.effects
        where consumer_group = '${group}' group by xmin::text, counter_id order by counter_id, min(id)`);

    await eventually(async () => expect(await transactions('own')).toHaveLength(6));
    await eventually(async () =>
      expect(await transactions('shared')).toMatchObject([{ seqs: [1, 2, 3] }, { seqs: [1, 2, 3] }]),
    );
  });

  it.each([
    ['by themselves', false],
    ['in shared transactions', true],
  ])(
    'parks only the aggregate of a failing event, and gives up after eight attempts: %s',
    async (_, isShared) => {
      let attempts = 0;
      const poison = recording(
        'one',
        (event) => {
          if (event.aggregateId !== 'poison' || event.aggregateSeq !== 2) return;
          attempts += 1;
          throw new Error('cannot digest this');
        },
        isShared,
      );
      await start([poison]);
      for (const id of ['poison', 'poison', 'poison', 'sound', 'poison', 'sound', 'sound'])
        await stage.touch(id);

      await eventually(async () =>
        expect(
          await stage.rows(
            'select aggregate_seq::int as seq, status, attempts, error is null as "isErrorless" from stage.dead_letters order by 1',
          ),
        ).toEqual([
          { seq: 2, status: 'dead', attempts: 8, isErrorless: false },
          { seq: 3, status: 'parked', attempts: 0, isErrorless: true },
          { seq: 4, status: 'parked', attempts: 0, isErrorless: true },
        ]),
      );
      const effects = await stage.effects('one');
      expect(effects.filter(({ counterId }) => counterId === 'sound').map(({ seq }) => seq)).toEqual([
        1, 2, 3,
      ]);
      expect(effects.filter(({ counterId }) => counterId === 'poison').map(({ seq }) => seq)).toEqual([1]);
      expect(attempts).toBeGreaterThanOrEqual(8);
    },
  );

  it('resumes a parked aggregate in order once the failing event succeeds', async () => {
    let isBroken = true;
    await start([
      recording('one', (event) => {
        if (isBroken && event.aggregateSeq === 1)
          throw new InvalidInputError('payload', 'not understood yet');
      }),
    ]);
    for (let n = 0; n < 4; n += 1) await stage.touch('a');
    const letters = await eventually(async () => {
      const rows = await stage.rows<{ eventId: string; status: string }>(
        'select event_id as "eventId", status from stage.dead_letters order by aggregate_seq',
      );
      expect(rows.map(({ status }) => status)).toEqual(['dead', 'parked', 'parked', 'parked']);
      return rows;
    });
    isBroken = false;
    await reprocessDeadLetters(stage.services.db.write, 'stage', {
      ...{ group: 'one', eventIds: letters.slice(0, 1).map(({ eventId }) => eventId), at: new Date() },
    });

    await eventually(async () =>
      expect((await stage.effects('one')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]),
    );
    expect(await stage.rows('select 1 from stage.dead_letters')).toEqual([]);
  });

  it('puts a failure of validation straight to the dead letters', async () => {
    let attempts = 0;
    await start([
      recording('one', () => {
        attempts += 1;
        throw new InvalidInputError('payload', 'never right');
      }),
    ]);
    await stage.touch('a');

    await eventually(async () =>
      expect(await stage.rows('select status, attempts from stage.dead_letters')).toEqual([
        { status: 'dead', attempts: 1 },
      ]),
    );
    expect(attempts).toBe(1);
  });

  it('notices an event that is missing from an aggregate, and does not apply what follows', async () => {
    for (let n = 0; n < 3; n += 1) await stage.touch('a');
    await stage.touch('b');
    await stage.rows(`delete from stage.outbox where aggregate_id = 'a' and aggregate_seq = 2`);
    await start([recording('one')]);

    await eventually(async () =>
      expect(
        await stage.rows('select aggregate_seq::int as seq, status, error from stage.dead_letters'),
      ).toEqual([
        { seq: 3, status: 'dead', error: expect.stringContaining('goes on with 3 where 2 was due') },
      ]),
    );
    expect((await stage.effects('one')).map(({ counterId, seq }) => [counterId, seq]).sort()).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
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
    await start([cutOnce]);
    await stage.touch('a');

    await eventually(async () => expect(await stage.effects('one')).toHaveLength(1));
    expect(await stage.rows('select 1 from stage.dead_letters')).toEqual([]);
  });
});

describe('the backbone', () => {
  it('refuses to start when a publisher cannot be read', async () => {
    const consumer = { ...recording('one'), source: 'elsewhere' };
    await expect(start([consumer])).rejects.toThrow('The group one consumes elsewhere');
  });

  it('keeps one connection for all its locks and stops without leaving one', async () => {
    const backbone = await start([recording('one'), recording('two')]);
    await eventually(async () => expect(await stage.rows(heldLocks)).toHaveLength(24));
    const holders = await stage.rows(heldLocks.replace('select 1', 'select distinct pid'));
    expect(holders).toHaveLength(1);
    await backbone.stop();

    await eventually(async () => expect(await stage.rows(heldLocks)).toEqual([]));
  });
});
