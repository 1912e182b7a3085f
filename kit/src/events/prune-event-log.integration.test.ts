import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { confirmPositions } from './confirm-positions.ts';
import type { Consumer } from './consumer.ts';
import { noFaults } from './fault-points.ts';
import { localEventSource } from './local-event-source.ts';
import { moveOutbox } from './move-outbox.ts';
import { type Pruning, pruneEventLog } from './prune-event-log.ts';
import { shardOf } from './shard.ts';
import { recording } from './test-stage/recording.ts';
import { makeOld } from './test-stage/stage.ts';
import { eventually, useStage } from './test-stage/use-stage.ts';

const on = useStage();
const dayMs = 24 * 60 * 60_000;
const shard = shardOf('a');

const prune = (pruning: Partial<Pruning> = {}) =>
  pruneEventLog(on.stage.services.db.write, 'stage', {
    ...{ before: new Date(Date.now() - 30 * dayMs), lasting: [] },
    ...pruning,
  });
const confirm = (...consumers: readonly Consumer[]) => {
  const { services } = on.stage;
  const sources = new Map([['stage', localEventSource('stage', services)]]);
  return confirmPositions(services, { reader: 'stage', consumers, sources });
};
/** As if what groups confirmed had been confirmed so long ago. */
const spokeBefore = (hours: number) =>
  on.stage.rows(
    `update stage.event_log_readers set confirmed_at = clock_timestamp() - interval '${hours} hours'`,
  );
const positions = async () => (await on.logged()).map(({ pos }) => pos);
const seqs = async (group: string, counter = 'a') =>
  (await on.stage.effects(group)).flatMap(({ counterId, seq }) => (counterId === counter ? [seq] : []));

/** Changes `a` so often, and moves it to the log; no relay does, which would remember it in memory. */
async function log(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await on.stage.touch('a');
  const client = new Client(on.stage.pools.write.options);
  await client.connect();
  await moveOutbox(client, { subgraph: 'stage', shards: [shard], limit: count, reach: noFaults });
  await client.end();
}

/** Lets consumers take what there is. */
async function take(consumer: Consumer, count: number): Promise<void> {
  const backbone = await on.start([consumer]);
  await eventually(async () => expect(await seqs(consumer.group)).toHaveLength(count));
  await backbone.stop();
}

describe('pruning the log', () => {
  it('deletes what is old, in batches, up to the last of a shard, and numbers go on from there', async () => {
    await log(7);
    expect(await prune()).toEqual({ deleted: 0, isDone: true });
    await makeOld(on.stage);
    expect(await prune({ batchSize: 2, maxBatches: 3 + shard })).toEqual({ deleted: 6, isDone: false });
    expect(await prune({ batchSize: 2 })).toEqual({ deleted: 0, isDone: true });
    expect(await positions()).toEqual([7]);
    await log(2);
    expect(await positions()).toEqual([7, 8, 9]);
    expect(await prune()).toEqual({ deleted: 1, isDone: true });
    expect(await positions()).toEqual([8, 9]);
  });

  it('begins when readers have had as long to say how far they are', async () => {
    await log(3);
    await on.stage.rows(`update stage.event_log set logged_at = logged_at - interval '40 days'`);
    expect(await prune()).toEqual({ deleted: 0, isDone: true });
    await on.stage.rows(`update stage.event_log_pruned set since = since - interval '40 days'`);
    expect(await prune()).toEqual({ deleted: 2, isDone: true });
  });

  it('leaves what a group has not confirmed, until it has or is no more', async () => {
    const [quick, slow] = [recording('quick'), recording('slow')];
    await log(3);
    await take(quick, 3);
    await log(3);
    await take(slow, 6);
    await makeOld(on.stage);
    await confirm(quick, slow);
    expect(await prune()).toEqual({ deleted: 3, isDone: true });
    expect(await positions()).toEqual([4, 5, 6]);
    await spokeBefore(7);
    await confirm(slow);
    expect(await prune()).toEqual({ deleted: 2, isDone: true });
    expect(await positions()).toEqual([6]);
  });

  it.each([
    { hours: 5, named: [], held: ['last'] },
    { hours: 5, named: ['next'], held: ['last', 'next'] },
    { hours: 7, named: [], held: [] },
    { hours: 7, named: ['next'], held: ['next'] },
  ])('holds for $held when $named is all of a reader, and another spoke $hours hours ago', async (each) => {
    await confirm(recording('last'));
    await spokeBefore(each.hours);
    await confirm(...each.named.map((group) => recording(group)));
    const held = await on.stage.rows<{ group: string }>(
      'select distinct consumer_group as "group" from stage.event_log_readers order by 1',
    );
    expect(held.map(({ group }) => group)).toEqual(each.held);
  });

  it('leaves everything for a group that has said it is there and has taken nothing', async () => {
    await log(3);
    await makeOld(on.stage);
    await confirm(recording('new'));
    expect(await prune()).toEqual({ deleted: 0, isDone: true });
  });

  it('leaves aggregates of the types that last whole, and goes over them once', async () => {
    await log(4);
    await on.stage.rows(`update stage.event_log set aggregate_type = 'member' where pos in (1, 3)`);
    await makeOld(on.stage);
    expect(await prune({ lasting: ['member'] })).toEqual({ deleted: 1, isDone: true });
    expect(await positions()).toEqual([1, 3, 4]);
    expect(await on.stage.rows(`select pos::int from stage.event_log_pruned where shard = ${shard}`)).toEqual(
      [{ pos: 3 }],
    );
  });

  it('does nothing twice when two processes do it', async () => {
    await log(9);
    await makeOld(on.stage);
    const [one, other] = await Promise.all([prune({ batchSize: 1 }), prune({ batchSize: 1 })]);
    expect(one.deleted + other.deleted).toBe(8);
    expect(await positions()).toEqual([9]);
  });
});

it('tells the other publishers when one cannot be reached', async () => {
  const log = localEventSource('stage', on.stage.services);
  const away = { ...log, confirm: () => Promise.reject(new Error('away')) };
  const sources = new Map([
    ['travel', away],
    ['stage', log],
  ]);
  const consumers = ['travel', 'stage'].map((source) => ({ group: `of-${source}`, source }));
  await confirmPositions(on.stage.services, { reader: 'stage', consumers, sources });
  expect(await on.stage.rows('select distinct consumer_group from stage.event_log_readers')).toEqual([
    { consumer_group: 'of-stage' },
  ]);
});

describe('a group that is new to a log that was pruned', () => {
  it('begins where the log does, takes what lasts and what is left, and nothing goes in front of it', async () => {
    await log(5);
    await on.stage.rows(`update stage.event_log set aggregate_type = 'member', aggregate_id = 'm',
      aggregate_seq = pos where pos in (1, 2)`);
    await makeOld(on.stage);
    await prune({ lasting: ['member'] });
    expect(await positions()).toEqual([1, 2, 5]);

    const late = recording('late');
    await take(late, 1);
    expect([await seqs('late', 'm'), await seqs('late')]).toEqual([[1, 2], [5]]);
    expect(await on.stage.rows('select reader, consumer_group from stage.event_log_readers')).toContainEqual({
      ...{ reader: 'stage', consumer_group: 'late' },
    });
    await log(2);
    await take(late, 3);
    expect(await seqs('late')).toEqual([5, 6, 7]);
    expect(await on.stage.rows('select from stage.dead_letters')).toEqual([]);
  });

  it('takes no gap for its beginning once it has confirmed', async () => {
    const one = recording('one');
    await log(2);
    await take(one, 2);
    await confirm(one);
    expect(
      await on.stage.rows(`select began_at::int from stage.consumer_positions where shard = ${shard}`),
    ).toEqual([{ began_at: 0 }]);
  });
});

describe('a group that events were pruned for', () => {
  it('stands where it is, and says so, instead of passing over what it never had', async () => {
    const one = recording('one');
    await log(2);
    await take(one, 2);
    await confirm(one);
    await log(4);
    await makeOld(on.stage);
    await on.stage.rows('delete from stage.event_log_readers');
    await prune();
    expect(await positions()).toEqual([6]);

    const said: unknown[] = [];
    on.stage.services.log.error = (about: unknown) => void said.push(about);
    const backbone = await on.start([one]);
    await eventually(async () =>
      expect(said).toContainEqual({
        ...{ group: 'one', shard, err: expect.objectContaining({ name: 'EventsPrunedError' }) },
      }),
    );
    await backbone.stop();
    expect(await seqs('one')).toEqual([1, 2]);
  });
});
