import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPostmaster } from '../postmaster.ts';
import { isAlive } from '../processes.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../start-embedded-postgres.ts';
import { stopServer } from '../stop.ts';
import { type EmbeddedStandby, openEmbeddedStandby } from './open-embedded-standby.ts';
import { replicationName } from './replication-slot.ts';

let folder: string;
let primary: EmbeddedPostgres;
let standby: EmbeddedStandby;
const children: ChildProcess[] = [];
const place = () => join(folder, 'standby');
const cluster = () => join(place(), 'cluster');

const startPrimary = () =>
  startEmbeddedPostgres({ folder: join(folder, 'primary'), password: 'a p@ss/word', isDurable: false });
const open = () => openEmbeddedStandby({ primary, folder: place(), isDurable: false, checkEveryMs: 100 });

/** The next handle on the same folder, as a later process would take it. */
async function reopen() {
  standby = await open();
  return standby.start();
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client
    .query<object>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

/** Writes a row to the primary and waits until the standby has it. */
async function expectReplay(): Promise<void> {
  const [row] = await run(primary.url, 'insert into kept default values returning id');
  const repeated = () => run(standby.url, 'select id from kept order by id desc limit 1');
  await vi.waitFor(async () => expect(await repeated()).toEqual([row]), { timeout: 10_000 });
}

function pidOfStandby(): number {
  const postmaster = readPostmaster(cluster());
  if (!postmaster) throw new Error(`no server runs in ${cluster()}`);
  return postmaster.pid;
}

/** Another process that keeps the standby and then waits. */
async function startElsewhere() {
  const module = new URL('./open-embedded-standby.ts', import.meta.url).href;
  const script = `import { openEmbeddedStandby } from '${module}';
    const standby = await openEmbeddedStandby(JSON.parse(process.argv[1]));
    await standby.start();
    console.log('ready');`;
  const options = JSON.stringify({ primary, folder: place(), isDurable: false });
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, options]);
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moim-standby-'));
  chmodSync(folder, 0o755); // as root, the database's user must be able to enter it
  primary = await startPrimary();
  await run(
    primary.url,
    'create table kept (id int generated always as identity); create extension pg_stat_statements',
  );
  standby = await open();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await standby.stop();
  await stopServer(cluster());
  await primary.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('an embedded standby', () => {
  it('has an address before it is there, then repeats its primary and refuses to write', async () => {
    await expect(run(standby.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    expect(await standby.start()).toBe('seeded');
    await expectReplay();
    await expect(run(standby.url, 'insert into kept default values')).rejects.toThrow(
      'read-only transaction',
    );
    const [seen] = await run(
      standby.url,
      `select pg_is_in_recovery() as "isStandby", count(*) > 0 as "isCounted" from pg_stat_statements`,
    );
    expect(seen).toEqual({ isStandby: true, isCounted: true });
    expect(statSync(cluster()).mode & 0o777).toBe(0o700);
    expect(readdirSync(place()).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('comes back by itself after a kill -9', async () => {
    process.kill(pidOfStandby(), 'SIGKILL');
    await vi.waitFor(() => expect(run(standby.url, 'select 1 as up')).resolves.toEqual([{ up: 1 }]), {
      ...{ timeout: 15_000, interval: 100 },
    });
    await expectReplay();
  });

  it('ends without a trace, and goes on where it stopped', async () => {
    const pid = pidOfStandby();
    await standby.stop();
    expect([isAlive(pid), existsSync(join(cluster(), 'postmaster.pid'))]).toEqual([false, false]);
    await run(primary.url, 'insert into kept default values');
    expect(await reopen()).toBe('started');
    await expectReplay();
  });

  it('is attached to where a killed process left it, and follows its primary to another port', async () => {
    await standby.stop();
    const other = await startElsewhere();
    const pid = pidOfStandby();
    other.kill('SIGKILL');
    await once(other, 'exit');
    await primary.stop();
    primary = await startPrimary();
    const { url } = standby;
    expect(await reopen()).toBe('attached');
    expect([standby.url, pidOfStandby()]).toEqual([url, pid]);
    await expectReplay();
  });

  it.each([
    {
      what: 'its slot is lost',
      damage: () => run(primary.url, `select pg_drop_replication_slot('${replicationName}')`),
    },
    {
      what: 'it is a copy of another cluster',
      damage: () => writeFile(join(cluster(), 'global', 'pg_control'), Buffer.alloc(8, 7), { flag: 'r+' }),
    },
    {
      what: 'it cannot recover',
      damage: () => truncate(join(cluster(), 'global', 'pg_control'), 100),
    },
  ])('is copied anew when $what', async ({ damage }) => {
    await standby.stop();
    await damage();
    expect(await reopen()).toBe('seeded');
    await expectReplay();
  });

  it('gives up a copy that is under way when it has to stop', async () => {
    await standby.stop();
    rmSync(cluster(), { recursive: true });
    standby = await open();
    void standby.start();
    await vi.waitFor(() => expect(existsSync(`${cluster()}.partial`)).toBe(true), { interval: 1 });
    await standby.stop();
    expect(readdirSync(place()).filter((name) => name.startsWith('cluster'))).toEqual([]);
  });
});
