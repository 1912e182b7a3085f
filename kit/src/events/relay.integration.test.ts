import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { LandedEvents } from './landed-events.ts';
import { Relay } from './relay.ts';
import { sessionsLike } from './session.ts';
import { eventually, expectGapless, useStage } from './test-stage/use-stage.ts';
import { heldLocks } from './test-stage/stage.ts';
import { outboxTopic, wakeUpTopic } from './wake-up.ts';

const on = useStage();

describe('appending an event', () => {
  it('refuses a payload that breaks its contract, and rolls the action back', async () => {
    await expect(on.stage.touch('')).rejects.toThrow(ZodError);
    expect(await on.stage.rows('select 1 from stage.counters union all select 1 from stage.outbox')).toEqual(
      [],
    );
  });

  it('is undone with its transaction', async () => {
    const changedMind = () => Promise.reject(new Error('changed my mind'));
    await expect(on.stage.touch('a', changedMind)).rejects.toThrow('changed my mind');
    expect(await on.stage.rows('select 1 from stage.outbox')).toEqual([]);
  });
});

describe('the relay', () => {
  it('logs every committed event of concurrent writers once, gapless and in order of each aggregate', async () => {
    await on.start();
    await on.writeConcurrently(400);

    await eventually(async () => expect(await on.stage.rows('select 1 from stage.outbox')).toEqual([]));
    const rows = await on.logged();
    expect(rows).toHaveLength(await on.total());
    expectGapless(rows);
  });

  it('keeps the log whole when two relays lead the same shards at once', async () => {
    // The second one leads without having asked for a lock.
    await on.start();
    const session = await sessionsLike(on.stage.pools.write)();
    const zombie = new AbortController();
    const relay = new Relay({
      subgraph: 'stage',
      bus: on.stage.services.bus,
      log: on.stage.services.log,
      landed: new LandedEvents(),
      reach: () => undefined,
    });
    const leading = relay.candidacies().map(({ lead }) => lead({ session, signal: zombie.signal }));

    await on.writeConcurrently(400);
    await eventually(async () => expect(await on.stage.rows('select 1 from stage.outbox')).toEqual([]));
    zombie.abort();
    await Promise.all(leading);
    await session.close();

    const rows = await on.logged();
    expect(rows).toHaveLength(await on.total());
    expectGapless(rows);
  });

  it('wakes the listeners of an aggregate with its sequence, after the event is in the log', async () => {
    const heard: unknown[] = [];
    await on.stage.services.bus.subscribe(wakeUpTopic('counter', 'a'), (message) => {
      heard.push(on.logged().then((rows) => ({ message, rows: rows.length })));
    });
    await on.start();
    await on.stage.touch('a');

    await eventually(async () =>
      expect(await Promise.all(heard)).toEqual([{ message: { seq: 1 }, rows: 1 }]),
    );
  });

  it('passes on what its process writes to whoever leads, and nothing where it leads itself', async () => {
    const { bus, log } = on.stage.services;
    const hints: object[] = [];
    const unsubscribe = await bus.subscribe(outboxTopic('stage'), (message) => hints.push(message));
    const relay = new Relay({
      subgraph: 'stage',
      bus,
      log,
      landed: new LandedEvents(),
      reach: () => undefined,
    });
    const stopSharing = await relay.shareHints();
    await on.stage.touch('a');
    expect(hints).toEqual([{}]);

    const session = await sessionsLike(on.stage.pools.write)();
    const term = new AbortController();
    const leading = relay.candidacies().map(({ lead }) => lead({ session, signal: term.signal }));
    await eventually(async () => expect(await on.logged()).toHaveLength(1));
    await on.stage.touch('a');
    expect(hints).toEqual([{}]);
    term.abort();
    await Promise.all([...leading, stopSharing(), unsubscribe(), session.close()]);
  });

  it('leads again after its connection was cut', async () => {
    await on.start();
    await on.stage.touch('a');
    await eventually(async () => expect(await on.logged()).toHaveLength(1));
    await on.stage.rows(
      `select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory'
       and l.database = (select oid from pg_database where datname = current_database())`,
    );
    await on.stage.touch('a');

    await eventually(async () => expect(await on.logged()).toHaveLength(2));
  });

  it('hands over to another process when it stops', async () => {
    const first = await on.start();
    await eventually(async () => expect(await on.stage.rows(heldLocks)).toHaveLength(8));
    await on.start();
    await first.stop();
    await on.stage.touch('a');

    await eventually(async () => expect(await on.logged()).toHaveLength(1));
  });
});
