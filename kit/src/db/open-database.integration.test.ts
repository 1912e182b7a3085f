import { sql } from 'drizzle-orm';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toPublicError } from '../errors/public-error.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Tx } from './database.ts';
import { openDatabase } from './open-database.ts';

let test: TestDatabase;
beforeAll(async () => void (test = await createTestDatabase({ subgraph: 'sample' })));
afterAll(() => test.close());

const addPosition = (tx: Tx, group: string) =>
  tx
    .named('sample.addPosition')
    .execute(sql`insert into sample.consumer_positions values (${group}, 'sample', 0, 1)`);

const countPositions = async (group: string): Promise<unknown> => {
  const { rows } = await test.database.read
    .named('sample.countPositions')
    .execute(sql`select count(*)::int as n from sample.consumer_positions where consumer_group = ${group}`);
  return rows[0]?.['n'];
};

describe('a named statement', () => {
  it('carries its name and its subgraph to the server', async () => {
    const { rows } = await test.database.read
      .named('sample.lookAtMyself')
      .execute(sql`select query, application_name from pg_stat_activity where pid = pg_backend_pid()`);
    expect(rows).toEqual([
      { query: expect.stringMatching(/^select \/\* sample\.lookAtMyself \*\//), application_name: 'sample' },
    ]);
  });

  it('is counted under its name by pg_stat_statements', async () => {
    await countPositions('counted');
    const admin = new Pool({ connectionString: test.adminUrl });
    const { rows } = await admin.query('select query from extensions.pg_stat_statements');
    await admin.end();
    expect(rows).toContainEqual({ query: expect.stringMatching(/^select \/\* sample\.countPositions \*\//) });
  });

  it.each(['', 'noSubgraph', 'sample.x */ drop', 'sample.', 'Sample.x'])(
    'is refused the name "%s"',
    (name) => {
      expect(() => test.database.read.named(name)).toThrow(TypeError);
    },
  );
});

describe('a transaction', () => {
  it('commits and then runs its hooks', async () => {
    const seen: unknown[] = [];
    await test.database.write.transaction(async (tx) => {
      await addPosition(tx, 'committed');
      tx.afterCommit(() => seen.push('after commit'));
      seen.push('work done');
    });
    expect(seen).toEqual(['work done', 'after commit']);
    expect(await countPositions('committed')).toBe(1);
  });

  it('rolls back when the work throws, runs no hook and passes the error on', async () => {
    const hook = vi.fn();
    const failing = test.database.write.transaction(async (tx) => {
      tx.afterCommit(hook);
      await addPosition(tx, 'rolled-back');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(hook).not.toHaveBeenCalled();
    expect(await countPositions('rolled-back')).toBe(0);
  });

  it('is an error when a swallowed failure made the server roll back', async () => {
    const hook = vi.fn();
    const doomed = test.database.write.transaction(async (tx) => {
      tx.afterCommit(hook);
      await addPosition(tx, 'doomed');
      await addPosition(tx, 'doomed').catch(() => 'swallowed');
    });
    await expect(doomed).rejects.toThrow(/rolled back/);
    expect(hook).not.toHaveBeenCalled();
    expect(await countPositions('doomed')).toBe(0);
  });

  it('stays committed when a hook throws', async () => {
    await test.database.write.transaction(async (tx) => {
      await addPosition(tx, 'bad-hook');
      tx.afterCommit(() => {
        throw new Error('a hook must not throw');
      });
    });
    expect(await countPositions('bad-hook')).toBe(1);
  });

  it('takes no statement after its end', async () => {
    const escaped = await test.database.write.transaction((tx) => Promise.resolve(tx));
    expect(() => escaped.named('sample.tooLate')).toThrow(/has ended/);
  });
});

describe('a connection', () => {
  it('waits at most 5 s for a statement, 2 s for a lock and 10 s for an idle transaction', async () => {
    const { rows } = await test.database.write.named('sample.showLimits').execute(sql`
      select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
        current_setting('idle_in_transaction_session_timeout') as idle`);
    expect(rows).toEqual([{ statement: '5s', lock: '2s', idle: '10s' }]);
  });

  it('cancels a statement that runs away, with an error that says so', async () => {
    const running = test.database.read.named('sample.runAway').execute(sql`select pg_sleep(60)`);
    const failure = await running.catch((error: unknown) => error);
    expect(toPublicError(failure)).toMatchObject({ code: 'TIMED_OUT', retryable: true });
  });

  it('is replaced when the server ends it, and the process lives on', async () => {
    const warn = vi.fn();
    const own = openDatabase({ url: test.url, subgraph: 'sample', log: { warn, error: vi.fn() } });
    const backend = await own.pools.write.query<{ pid: number }>('select pg_backend_pid() as pid');
    await test.pools.write.query('select pg_terminate_backend($1)', [backend.rows[0]?.pid]);
    await vi.waitFor(() => expect(warn).toHaveBeenCalled());
    await expect(own.pools.write.query('select 1')).resolves.toMatchObject({ rowCount: 1 });
    await own.close();
  });

  it('that is not to be had or is lost is an outage, typed, at either pool', async () => {
    const own = openDatabase({ url: test.url, subgraph: 'sample', maxConnections: 1 });
    const { read, write } = own.database;
    const holding = Promise.allSettled(
      [own.pools.read, own.pools.write].map((pool) => pool.query('select pg_sleep(60)')),
    );
    const full = await Promise.allSettled([
      read.named('sample.one').execute(sql`select 1`),
      write.named('sample.one').execute(sql`select 1`),
      write.transaction((tx) => addPosition(tx, 'never')),
    ]);
    await test.pools.write.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where query = 'select pg_sleep(60)' and pid <> pg_backend_pid()`,
    );
    await holding;
    const inTransaction = write.transaction(async (tx) => {
      const { rows } = await tx.named('sample.who').execute(sql`select pg_backend_pid() as pid`);
      await test.pools.write.query('select pg_terminate_backend($1)', [rows[0]?.['pid']]);
      await addPosition(tx, 'cut-off');
    });
    const all = [...full, ...(await Promise.allSettled([inTransaction]))];
    expect(all.map((each) => each.status === 'rejected' && toPublicError(each.reason))).toEqual(
      all.map(() => expect.objectContaining({ code: 'DATABASE_UNAVAILABLE', retryable: true })),
    );
    await own.close();
  });
});

describe('a server that is away', () => {
  it('is an outage, typed, at either pool', async () => {
    const url = Object.assign(new URL(test.url), { port: '1' }).href;
    const away = openDatabase({ url, subgraph: 'sample' });
    const all = await Promise.allSettled([
      away.database.read.named('sample.one').execute(sql`select 1`),
      away.database.write.transaction((tx) => addPosition(tx, 'never')),
    ]);
    expect(all.map((each) => each.status === 'rejected' && toPublicError(each.reason))).toEqual(
      all.map(() => expect.objectContaining({ code: 'DATABASE_UNAVAILABLE', retryable: true })),
    );
    await away.close();
  });
});
