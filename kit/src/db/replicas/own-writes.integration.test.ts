import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../open-database.ts';
import type { ReadDemand } from './read-demand.ts';
import { openReplicaStage, replicatedOf, type ReplicaStage, type Seen } from './test-stage.ts';

/** A primary with a standby that streams, and two processes that use them. */
let stage: ReplicaStage;
let here: OpenDatabase;
let there: OpenDatabase;
let admin: Client;
let seen: Seen;

beforeAll(async () => {
  stage = await openReplicaStage();
  ({ seen } = stage);
  [here, there] = [stage.open(), stage.open()];
  await here.database.write.named('notes.create').execute(sql`create table notes (id int primary key)`);
  admin = await stage.connect(stage.standby.url);
});
afterAll(async () => {
  await admin.end();
  await Promise.all([here.close(), there.close()]);
  await stage.close();
});
beforeEach(async () => {
  await replicaHasAll();
  stage.forgetSeen();
});

let lastId = 0;

/** Writes in one process, reads in the other as somebody who may expect it; true when it was not there. */
async function isStale(
  demandOf: (position: { cluster: string; lsn: string }) => ReadDemand,
): Promise<boolean> {
  const id = (lastId += 1);
  await here.database.write.named('notes.insert').execute(sql`insert into notes values (${id})`);
  const reads = replicated(there).reading(demandOf(await replicated(here).position()));
  const { rows } = await reads.named('notes.find').execute(sql`select id from notes where id = ${id}`);
  return rows.length === 0;
}

const own = ({ cluster, lsn }: { cluster: string; lsn: string }): ReadDemand => ({
  atLeast: { [cluster]: lsn },
});
const anything = (): ReadDemand => ({ atLeast: {} });

const replicated = ({ database }: OpenDatabase) => replicatedOf(database);

/** Both processes know that the replica is there and has everything. */
async function replicaHasAll(): Promise<void> {
  for (const process of [here, there]) await stage.untilServing(process);
}

/** Replay that stops and goes on, ten to forty milliseconds each. */
function falter(random: () => number) {
  let isWanted = true;
  const faltering = (async () => {
    while (isWanted) {
      await admin.query('select pg_wal_replay_pause()');
      await sleep(10 + random() * 30);
      await admin.query('select pg_wal_replay_resume()');
      await sleep(10 + random() * 30);
    }
  })();
  return async () => {
    isWanted = false;
    await faltering;
  };
}

async function countStale(loops: number, demandOf: Parameters<typeof isStale>[0]): Promise<number> {
  let stale = 0;
  for (let n = 0; n < loops; n += 1) if (await isStale(demandOf)) stale += 1;
  return stale;
}

describe('who wrote and reads through another process', () => {
  const loops = 200;

  it('finds what they wrote while replay falters, each time', async () => {
    const stop = falter(Math.random);
    const stale = await countStale(loops, own);
    await stop();
    expect(stale).toBe(0);
    expect(seen.replica).toBeGreaterThan(0);
    expect(seen.behind).toBeGreaterThan(0);
  });

  it('finds it while replay stands still, at the primary', async () => {
    await admin.query('select pg_wal_replay_pause()');
    const stale = await countStale(20, own);
    await admin.query('select pg_wal_replay_resume()');
    expect([stale, seen.replica]).toEqual([0, 0]);
  });

  it('would miss it often without the demand', async () => {
    await admin.query('select pg_wal_replay_pause()');
    const stale = await countStale(20, anything);
    await admin.query('select pg_wal_replay_resume()');
    expect(stale).toBeGreaterThanOrEqual(6);
  });

  it('is answered by the replica when it has everything', async () => {
    const rounds = 20;
    let answered = 0;
    for (let n = 0; n < rounds; n += 1) {
      const id = (lastId += 1);
      await here.database.write.named('notes.insert').execute(sql`insert into notes values (${id})`);
      const demand = own(await replicated(here).position());
      await replicaHasAll();
      const before = seen.replica;
      await replicated(there)
        .reading(demand)
        .named('notes.one')
        .execute(sql`select 1`);
      answered += seen.replica - before;
    }
    expect(answered / rounds).toBeGreaterThanOrEqual(0.8);
  });

  it.each<[string, ReadDemand]>([
    ['of another cluster, which says nothing of ours', { atLeast: { '1': 'FF/0' } }],
    ['of nothing at all', { atLeast: {} }],
  ])('may bring a position %s', async (_, demand) => {
    await replicated(there)
      .reading(demand)
      .named('notes.one')
      .execute(sql`select 1`);
    expect(seen).toMatchObject({ replica: 1, primary: 0 });
  });

  it.each([
    ['that is none', 'x'],
    ['that the log has not reached', 'FFFF/0'],
  ])('is answered by the primary for a position %s', async (_, lsn) => {
    const { cluster } = await replicated(there).position();
    await replicated(there)
      .reading({ atLeast: { [cluster]: lsn } })
      .named('notes.one')
      .execute(sql`select 1`);
    expect(seen).toMatchObject({ replica: 0, primary: 1 });
  });
});

it('reads what needs to write at the primary, once the replica has refused it', async () => {
  const reads = replicated(there).reading(anything());
  await reads.named('notes.lock').execute(sql`select id from notes limit 1 for update`);
  expect(seen).toMatchObject({ failed: 1, primary: 1 });
});

it('loses no read when the replica dies while it is read, and comes back to it', async () => {
  const errors: unknown[] = [];
  let isReading = true;
  const readers = Array.from({ length: 4 }, async () => {
    while (isReading)
      await replicated(there)
        .reading(anything())
        .named('notes.slow')
        .execute(sql`select pg_sleep(0.005)`)
        .catch((error: unknown) => errors.push(error));
  });
  await sleep(100);
  await stage.standby.stop();
  await sleep(500);
  isReading = false;
  await Promise.all(readers);
  expect(errors).toEqual([]);
  expect(seen.primary).toBeGreaterThan(0);
  await (await stage.reopenStandby()).start();
  await replicaHasAll();
});
