import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../events/test-stage/stage.ts';
import { newUuid } from '../ids/uuid.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { pgBossJobs } from '../jobs/pg-boss-jobs.ts';
import type { Services } from '../server/services.ts';
import { tellQueue } from './alert-queues.ts';
import type { DeadLetterDesk, LetterState } from './desk.ts';
import { findWaiting } from './find-waiting.ts';
import { localDesk } from './local-desk.ts';
import { operator } from './testing/operator.ts';

const patience = { timeout: 20_000, interval: 50 };
const queue = 'stage.tidy';
let stage: Stage;
let jobs: JobRunner;
let services: Services;
let desk: DeadLetterDesk;
let isBroken: boolean;
const done: unknown[] = [];

beforeEach(async () => {
  stage = await openStage();
  jobs = pgBossJobs({ subgraph: 'stage', pool: stage.pools.write, log: stage.services.log });
  services = { ...stage.services, jobs };
  desk = localDesk('stage', services);
  [isBroken, done.length] = [true, 0];
});
afterEach(async () => {
  await jobs.stop();
  await stage.close();
});

const tidy: JobHandler = {
  queue,
  handle: async (data) => {
    if (isBroken) throw new Error(`no room for ${String(data['what'])}\nprivate`);
    done.push(data);
  },
};
const list = (state: LetterState = 'dead') => desk.list(operator, { state, limit: 10, after: null });

/** The clock would take minutes: each job that failed is brought to its last attempt. */
async function failForGood(count: number): Promise<void> {
  await expect
    .poll(async () => {
      await stage.rows(`update stage_jobs.job set retry_count = retry_limit - 1, start_after = now()
        where state = 'retry' and retry_count < retry_limit - 1`);
      return (await stage.rows(`select from stage_jobs.job where name like '%.dead' and state = 'created'`))
        .length;
    }, patience)
    .toBe(count);
}

async function send(to: string, ...data: readonly Record<string, unknown>[]): Promise<void> {
  await services.db.write.transaction(async (tx) => {
    for (const each of data) await jobs.send(tx, to, each);
  });
}

const sendKeyed = (singletonKey: string) =>
  services.db.write.transaction((tx) => jobs.send(tx, queue, { what: singletonKey }, { singletonKey }));

describe('a job that failed for good', () => {
  it('stands among the dead letters, without its data, and operators are told of it', async () => {
    await jobs.work([tidy], services);
    await send(queue, { what: 'letters' });
    await failForGood(1);
    expect(await list()).toEqual([
      {
        ...{
          group: queue,
          source: 'jobs',
          eventName: queue,
          aggregateType: 'job',
          state: 'dead',
          attempts: 8,
        },
        ...{ eventId: expect.any(String), aggregateId: expect.any(String), parkedCount: 0, actions: [] },
        ...{ error: 'Error: no room for letters', nextAttemptAt: null },
        ...{ firstSeenAt: expect.any(Date), lastSeenAt: expect.any(Date) },
      },
    ]);
    expect(await desk.count(operator)).toMatchObject({ dead: 1, retrying: 0, discarded: 0 });
    expect(await findWaiting(services.db.write, 'stage')).toEqual({
      count: 1,
      oldest: { eventName: 'a job', group: queue, since: expect.any(Date) },
    });
  }, 60_000);

  it('is given another round under the same id, as often as it takes, and all of it is on record', async () => {
    await jobs.work([tidy], services);
    await send(queue, { what: 'letters' });
    await failForGood(1);
    const [first] = await list();
    const key = { group: queue, eventId: first?.eventId ?? '' };

    expect(await desk.reprocess(operator, [key, { group: queue, eventId: newUuid() }])).toEqual([key]);
    expect(await desk.reprocess(operator, [key])).toEqual([]);
    await failForGood(1);
    expect(await list()).toMatchObject([
      { ...key, actions: [{ action: 'reprocess', actorId: operator.memberId, reason: null }] },
    ]);

    isBroken = false;
    expect(await desk.reprocess(operator, [key])).toEqual([key]);
    await expect.poll(() => done, patience).toEqual([{ what: 'letters' }]);
    await expect
      .poll(() => desk.count(operator), patience)
      .toMatchObject({ dead: 0, retrying: 0, reprocessed: 2, reprocessedSuccessfully: 1 });
    expect(await findWaiting(services.db.write, 'stage')).toEqual({ count: 0, oldest: null });
  }, 60_000);

  it('is listed as being tried again while it is', async () => {
    await jobs.work([tidy], services);
    await send(queue, { what: 'letters' });
    await failForGood(1);
    await jobs.stop(); // nobody takes it
    const [letter] = await list();
    await desk.reprocess(operator, letter ? [letter] : []);
    expect([await list(), await list('retrying')]).toMatchObject([
      [],
      [{ eventId: letter?.eventId, state: 'retrying', attempts: 0, nextAttemptAt: expect.any(Date) }],
    ]);
    expect(await findWaiting(services.db.write, 'stage')).toMatchObject({ count: 1 });
  }, 60_000);

  it('stays where it is while an equal one waits, and whoever wants another round for it is told so', async () => {
    await jobs.work([tidy], services);
    await sendKeyed('same');
    await failForGood(1);
    await jobs.stop();
    await sendKeyed('same');
    const before = await list();
    await expect(desk.reprocess(operator, before)).rejects.toMatchObject({
      ...{ name: 'EqualJobError', code: 'CONFLICT' },
    });
    expect(await list()).toEqual(before);
    expect(before).toMatchObject([{ state: 'dead', actions: [] }]);
    expect(await desk.count(operator)).toMatchObject({ dead: 1, retrying: 0, reprocessed: 0 });
  }, 60_000);

  it('is given another round alone when equal ones are dead, too: those stay', async () => {
    await jobs.work([tidy], services);
    await sendKeyed('same');
    await failForGood(1);
    await sendKeyed('same');
    await failForGood(2);
    await jobs.stop();
    expect(await desk.reprocess(operator, await list())).toHaveLength(1);
    expect(await desk.count(operator)).toMatchObject({ dead: 1, retrying: 1, reprocessed: 1 });
    expect([await list(), await list('retrying')]).toMatchObject([
      [{ actions: [] }],
      [{ actions: [{ action: 'reprocess' }] }],
    ]);
  }, 60_000);

  it('is given up once, with the reason, and done by nobody', async () => {
    await jobs.work([tidy], services);
    await send(queue, { what: 'letters' });
    await failForGood(1);
    const [letter] = await list();
    const key = { group: queue, eventId: letter?.eventId ?? '' };
    expect(await desk.discard(operator, key, 'there are none')).toBe(true);
    expect(await desk.discard(operator, key, 'again')).toBe(false);
    expect(await desk.reprocess(operator, [key])).toEqual([]);
    expect(await list('discarded')).toMatchObject([
      { ...key, actions: [{ action: 'discard', reason: 'there are none' }] },
    ]);
  }, 60_000);

  it('is listed among events by time, page by page', async () => {
    await jobs.work([tidy], services);
    await send(queue, { what: 'a' }, { what: 'b' });
    await failForGood(2);
    await stage.rows(`insert into stage.dead_letters (consumer_group, source, pos, event_id, name, aggregate_type,
        aggregate_id, aggregate_seq, shard, payload, occurred_at, status, attempts, first_seen_at, last_seen_at)
      select 'one', 'stage', seq, gen_random_uuid(), 'n', 'counter', 'a' || seq, 1, 0, '{}', now(), 'dead', 8, seen, seen
      from (values (1, now() + interval '1 hour'), (2, now() - interval '1 hour')) as letter (seq, seen)`);
    const all = await list();
    expect(all.map(({ source }) => source)).toEqual(['stage', 'jobs', 'jobs', 'stage']);
    const pages: unknown[] = [];
    for (let after = null, page = all; page.length > 0; after = page[0] ?? null) {
      page = [...(await desk.list(operator, { state: 'dead', limit: 1, after }))];
      pages.push(...page);
    }
    expect(pages).toEqual(all);
  }, 60_000);

  it('is not told of when it was to tell operators', async () => {
    await jobs.work([{ ...tidy, queue: tellQueue('stage') }], services);
    await send(tellQueue('stage'), { text: 'something waits' });
    await failForGood(1);
    expect([await list(), await findWaiting(services.db.write, 'stage')]).toEqual([
      [],
      { count: 0, oldest: null },
    ]);
  }, 60_000);
});
