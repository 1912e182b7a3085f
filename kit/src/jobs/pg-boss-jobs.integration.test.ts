import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { MemoryBus } from '../live/memory-bus.ts';
import { MemoryKeyValueStore } from '../live/memory-key-value.ts';
import type { Services } from '../server/services.ts';
import type { JobHandler } from './job-handler.ts';
import type { JobRunner } from './job-runner.ts';
import { pgBossJobs } from './pg-boss-jobs.ts';

const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
let database: TestDatabase;
let jobs: JobRunner;
let services: Services;
const done: unknown[] = [];

beforeEach(async () => {
  database = await createTestDatabase({ subgraph: 'works' });
  jobs = pgBossJobs({ subgraph: 'works', pool: database.pools.write, log });
  services = {
    ...{ db: database.database, bus: new MemoryBus(log), keyValue: new MemoryKeyValueStore(), jobs, log },
    ...{ now: () => new Date(), newId: () => '' },
  };
  done.length = 0;
});
afterEach(async () => {
  await jobs.stop();
  await database.close();
});

const remember: JobHandler = {
  queue: 'works.remember',
  handle: async (data) => void done.push(data),
};
const send = (data: Record<string, unknown>, options = {}, beforeCommit = () => undefined) =>
  services.db.write.transaction(async (tx) => {
    await jobs.send(tx, 'works.remember', data, options);
    beforeCommit();
  });
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });
const rows = async (query: string) => (await database.pools.write.query(query)).rows;

describe('jobs', () => {
  it('are done after the commit and never after a rollback', async () => {
    await jobs.work([remember], services);
    const changedMind = () => {
      throw new Error('changed my mind');
    };
    await expect(send({ n: 1 }, {}, changedMind)).rejects.toThrow('changed my mind');
    await send({ n: 2 });

    await eventually(() => expect(done).toEqual([{ n: 2 }]));
    expect(await rows(`select data from works_jobs.job where name = 'works.remember'`)).toEqual([
      { data: { n: 2 } },
    ]);
  });

  it('with one key wait once, those without a key each', async () => {
    await send({ n: 1 }, { singletonKey: 'same' });
    await send({ n: 2 }, { singletonKey: 'same' });
    await send({ n: 3 });
    await send({ n: 4 });
    await jobs.work([remember], services);

    await eventually(() => expect(done).toHaveLength(3));
    expect(done).toEqual(expect.arrayContaining([{ n: 1 }, { n: 3 }, { n: 4 }]));
  });

  it('are done one after the other without a poll, also those that came in while one was done', async () => {
    const hourly = { pollingIntervalSeconds: 3_600 };
    jobs = pgBossJobs({ subgraph: 'works', pool: database.pools.write, log, ...hourly });
    for (let n = 0; n < 5; n += 1) await send({ n });
    const sendOneMore: JobHandler = {
      queue: 'works.remember',
      handle: async (data) => {
        if (data['n'] === 0) await send({ n: 5 });
        done.push(data);
      },
    };
    await jobs.work([sendOneMore], services);

    await eventually(() => expect(done).toHaveLength(6));
  });

  it('are given to another process when the one that did them is not heard of any more', async () => {
    await send({ n: 1 });
    await rows(`update works_jobs.job set state = 'active', started_on = now(),
      heartbeat_on = now() - interval '11 seconds' where name = 'works.remember'`);
    await jobs.work([remember], services);

    await vi.waitFor(() => expect(done).toEqual([{ n: 1 }]), { timeout: 25_000, interval: 100 });
  });

  it('wait for their time', async () => {
    await send({ n: 1 }, { startAfter: new Date(Date.now() + 3_600_000) });
    await send({ n: 2 });
    await jobs.work([remember], services);

    await eventually(() => expect(done).toEqual([{ n: 2 }]));
  });

  it('are tried again when their handler fails, and kept as dead letters after the last attempt', async () => {
    await jobs.work([{ queue: 'works.remember', handle: () => Promise.reject(new Error('no')) }], services);
    await send({ n: 1 });
    await eventually(async () =>
      expect(
        await rows(
          `select retry_count from works_jobs.job where name = 'works.remember' and state = 'retry'`,
        ),
      ).toHaveLength(1),
    );
    // The clock would take minutes: the last attempt is brought near.
    await rows(
      `update works_jobs.job set retry_count = retry_limit, start_after = now() where name = 'works.remember'`,
    );

    await eventually(async () =>
      expect(await rows(`select data from works_jobs.job where name = 'works.remember.dead'`)).toEqual([
        { data: { n: 1 } },
      ]),
    );
  });

  it('repeat by their cron line until a version without one', async () => {
    await jobs.work([{ ...remember, cron: '0 3 * * *' }], services);
    expect(await rows('select name, cron, timezone from works_jobs.schedule')).toEqual([
      { name: 'works.remember', cron: '0 3 * * *', timezone: 'UTC' },
    ]);
    await jobs.work([remember], services);
    expect(await rows('select name from works_jobs.schedule')).toEqual([]);
  });

  it('cost nothing while there are none', async () => {
    expect(await rows(`select to_regclass('works_jobs.job') as "jobTable"`)).toEqual([{ jobTable: null }]);
  });
});
