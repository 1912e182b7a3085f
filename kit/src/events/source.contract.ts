import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventCopies, EventTransport } from './event-copies.ts';
import { LandedEvents } from './landed-events.ts';
import { pruneEventLog } from './prune-event-log.ts';
import { Relay } from './relay.ts';
import { sessionsLike } from './session.ts';
import { shardOf } from './shard.ts';
import type { EventSource } from './source.ts';
import { makeOld, openStage, type Stage } from './test-stage/stage.ts';

/**
 * What every way to read an event log must do; `open` reads the log of the stage, and `carry` brings
 * copies of it to a reader.
 */
export function describeEventSource(
  name: string,
  open: (stage: Stage) => EventSource,
  carry?: (stage: Stage) => EventTransport,
): void {
  describe(name, () => {
    const never = new AbortController().signal;
    const shard = shardOf('a');
    let stage: Stage;
    let source: EventSource;
    let stopRelay: () => Promise<void>;

    beforeEach(async () => {
      stage = await openStage();
      const log = open(stage);
      const transport = carry?.(stage);
      const reader = { subgraph: 'reader', group: 'readers', publisher: 'stage', log };
      source = transport?.sourceFor(reader) ?? log;
      stopRelay = await relayOf(stage, transport?.copiesOf('stage'));
    });
    afterEach(async () => {
      await stopRelay();
      await stage.close();
    });

    const read = (after: number, waitMs: number, limit = 100, signal = never) =>
      source.read({ shard, after, limit, waitMs, signal });
    const positions = async (after: number, limit?: number) =>
      (await read(after, 0, limit)).map(({ pos }) => pos);

    it('answers the events behind a position in order, at most as many as asked for', async () => {
      for (let n = 0; n < 5; n += 1) await stage.touch('a');
      await expect.poll(() => positions(0)).toEqual([1, 2, 3, 4, 5]);
      expect(await positions(3)).toEqual([4, 5]);
      expect(await positions(1, 2)).toEqual([2, 3]);
      expect(await positions(5)).toEqual([]);
    });

    it('answers an event whole', async () => {
      await stage.touch('a');
      const [stored] = await stage.rows<{ occurredAt: Date }>(
        'select occurred_at as "occurredAt" from stage.outbox union all select occurred_at from stage.event_log',
      );
      expect(await read(0, 5_000)).toEqual([
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          name: 'stage.counter-touched.v1',
          aggregateType: 'counter',
          aggregateId: 'a',
          aggregateSeq: 1,
          shard,
          pos: 1,
          payload: { counterId: 'a', seq: 1 },
          occurredAt: stored?.occurredAt,
        },
      ]);
    });

    it('waits for an event that is not there yet', async () => {
      const waiting = read(0, 20_000);
      await stage.touch('a');
      expect((await waiting).map(({ pos }) => pos)).toEqual([1]);
    });

    it('is not woken by the events of another shard', async () => {
      const other = ['b', 'c', 'd', 'e'].find((id) => shardOf(id) !== shard) ?? '';
      await stage.touch(other);
      expect(await read(0, 300)).toEqual([]);
    });

    it('tells how far each shard has got', async () => {
      for (let n = 0; n < 3; n += 1) await stage.touch('a');
      const withEvents = async () => (await source.heads()).filter(({ pos }) => pos > 0);
      await expect.poll(withEvents).toEqual([{ shard, pos: 3, epoch: expect.any(String) }]);
    });

    it('gives the same again to who has not got on, and the rest to who has', async () => {
      for (let n = 0; n < 4; n += 1) await stage.touch('a');
      await expect.poll(() => positions(0)).toEqual([1, 2, 3, 4]);
      expect(await positions(0, 2)).toEqual([1, 2]);
      expect(await positions(1, 2)).toEqual([2, 3]);
      await stage.touch('a');
      expect((await read(4, 20_000)).map(({ pos }) => pos)).toEqual([5]);
      expect(await positions(3)).toEqual([4, 5]);
    });

    it('says which events are missing because they were pruned, and takes in how far readers are', async () => {
      for (let n = 0; n < 5; n += 1) await stage.touch('a');
      await expect.poll(() => positions(0)).toEqual([1, 2, 3, 4, 5]);
      const atFour = Array.from({ length: 8 }, (_, each) => (each === shard ? 4 : 0));
      const groups = [{ group: 'readers', positions: atFour }];
      expect(await source.confirm({ reader: 'reader', groups, isWhole: true })).toEqual(new Array(8).fill(0));
      await makeOld(stage);
      const { write } = stage.services.db;
      expect(await pruneEventLog(write, 'stage', { before: new Date(), lasting: [] })).toEqual({
        ...{ deleted: 4, isDone: true },
      });
      expect(await source.confirm({ reader: 'reader', groups, isWhole: true })).toEqual(atFour);
      const late = open(stage);
      expect(await late.read({ shard, after: 1, limit: 100, waitMs: 0, signal: never })).toMatchObject([
        { pos: 5, follows: 1 },
      ]);
    });

    it('ends its wait when it is told to', async () => {
      const reading = new AbortController();
      const waiting = read(0, 20_000, 100, reading.signal);
      reading.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow();
    });

    it('refuses to start when it has been told to end', async () => {
      await expect(read(0, 0, 100, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    });
  });
}

async function relayOf(stage: Stage, copies?: EventCopies): Promise<() => Promise<void>> {
  const session = await sessionsLike(stage.pools.write)();
  const term = new AbortController();
  const { bus, log } = stage.services;
  const relay = new Relay({
    subgraph: 'stage',
    bus,
    log,
    landed: new LandedEvents(),
    reach: () => undefined,
    ...(copies && { copies }),
  });
  const leading = relay.candidacies().map(({ lead }) => lead({ session, signal: term.signal }));
  return async () => {
    term.abort();
    await Promise.all(leading);
    await session.close();
    await copies?.close();
  };
}
