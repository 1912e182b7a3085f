import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenDatabase } from '../open-database.ts';
import { anything, openReplicaStage, replicatedOf, type ReplicaStage } from './test-stage.ts';

let stage: ReplicaStage;
let product: OpenDatabase;
let primary: Client;
let replica: Client;

beforeAll(async () => {
  stage = await openReplicaStage();
  product = stage.open();
  primary = await stage.connect(stage.primary.url);
  replica = await stage.connect(stage.standby.url);
  await primary.query('create table notes (id int primary key)');
  await primary.query('insert into notes values (1)');
});
afterAll(async () => {
  await Promise.all([primary.end(), replica.end(), product.close()]);
  await stage.close();
});
beforeEach(async () => {
  await stage.untilServing(product);
  stage.forgetSeen();
});

/** One read of one operation, of somebody who may read any replica. */
const read = async (statement: string) =>
  (await replicatedOf(product.database).reading(anything).named('notes.read').execute(sql.raw(statement)))
    .rows;

const retriedOnce = { replica: 0, failed: 1, primary: 1 };

/** A read that takes four seconds at the replica and none at the primary, with its backend there. */
async function readSlowly() {
  const rows = read('select pg_sleep(case when pg_is_in_recovery() then 4 else 0 end)::text from notes');
  const running = "select pid from pg_stat_activity where query like 'select /* notes.read */ pg_sleep%'";
  const pid = await vi.waitFor(
    async () => {
      const found = await replica.query<{ pid: number }>(running);
      expect(found.rows).toHaveLength(1);
      return found.rows[0]?.pid ?? 0;
    },
    { timeout: 3_000 },
  );
  return { rows, pid };
}

describe('a read that the replica cannot answer is asked once of the primary', () => {
  it.each([
    ['a table (42P01)', 'create table later ()', 'select from later', 0],
    ['a column (42703)', 'alter table notes add column text int default 7', 'select text from notes', 1],
    ['a function (42883)', 'create function one() returns int return 1', 'select one()', 1],
  ])('when it lacks %s that a migration just made', async (_, change, question, count) => {
    await replica.query('select pg_wal_replay_pause()');
    await primary.query(change);
    const rows = await read(question);
    await replica.query('select pg_wal_replay_resume()');
    expect([rows.length, stage.seen]).toEqual([count, expect.objectContaining(retriedOnce)]);
  });

  it('when it is cancelled in favour of replay (40001)', async () => {
    const { rows } = await readSlowly();
    await primary.query('begin; lock table notes in access exclusive mode; commit');
    expect([await rows, stage.seen]).toEqual([[{ pg_sleep: '' }], expect.objectContaining(retriedOnce)]);
  });

  it('when somebody cancels it there (57014)', async () => {
    const { rows, pid } = await readSlowly();
    await replica.query('select pg_cancel_backend($1)', [pid]);
    expect([await rows, stage.seen]).toEqual([[{ pg_sleep: '' }], expect.objectContaining(retriedOnce)]);
  });

  it('and no second time: what fails there as well is the answer', async () => {
    await expect(read('select from never_made')).rejects.toThrow();
    expect(stage.seen).toMatchObject(retriedOnce);
  });
});

/** The server with all processes that it made. */
function processesOf(postmaster: number): number[] {
  const isChild = (pid: string) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === postmaster;
    } catch {
      return false; // it ended meanwhile
    }
  };
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isChild(name));
  return [postmaster, ...children.map(Number)];
}

describe('a replica that is frozen', () => {
  it('holds nobody up for long, and is read again when it goes on', async () => {
    const { rows } = await replica.query<{ file: string }>("select pg_read_file('postmaster.pid') as file");
    const pids = processesOf(Number.parseInt(rows[0]?.file ?? '', 10));
    const signal = (name: 'SIGSTOP' | 'SIGCONT') => pids.forEach((pid) => process.kill(pid, name));
    signal('SIGSTOP');
    try {
      const answers = Array.from({ length: 20 }, async (_, index) => {
        await sleep(index * 25); // before, while and after the first of them is given up
        return read('select id from notes');
      });
      expect(await Promise.all(answers)).toEqual(answers.map(() => [{ id: 1 }]));
      expect(stage.seen).toMatchObject({ replica: 0, primary: 20 });
      await read('select id from notes');
      expect(stage.seen).toMatchObject({ replica: 0, primary: 21 });
    } finally {
      signal('SIGCONT');
    }
    await stage.untilServing(product);
  });
});

describe('a replica that was promoted', () => {
  const foreign = async () => (await read('select id from notes where id = 2')).length;

  it('is read no more, also as a standby again: it holds what the primary never will', async () => {
    await replica.query('select pg_promote()');
    await replica.query('insert into notes values (2)');
    await vi.waitFor(async () => expect(await foreign()).toBe(0));
    stage.forgetSeen();
    for (let n = 0; n < 20; n += 1) expect(await foreign()).toBe(0);
    expect(stage.seen).toMatchObject({ replica: 0, primary: 20 });
    await expectUnreadAsStandby();
  });

  /** It is of another timeline then. */
  async function expectUnreadAsStandby(): Promise<void> {
    await stage.standby.stop();
    const again = await stage.reopenStandby();
    void again.start(); // it cannot follow, and is copied anew after a while
    const parted = await vi.waitFor(() => stage.connect(again.url), { timeout: 10_000 });
    const { rows } = await parted.query(
      'select pg_is_in_recovery() as "isStandby", id from notes where id = 2',
    );
    expect(rows).toEqual([{ isStandby: true, id: 2 }]);
    stage.forgetSeen();
    for (const untilMs = performance.now() + 1_500; performance.now() < untilMs; await sleep(50))
      expect(await foreign()).toBe(0);
    expect(stage.seen.replica).toBe(0);
    await parted.end();
  }
});
