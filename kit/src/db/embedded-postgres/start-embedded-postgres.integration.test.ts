import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPostmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';
import { stopServer } from './stop.ts';

let folder: string;
const cluster = () => join(folder, 'cluster');
const start = ({ isDurable = false } = {}) =>
  startEmbeddedPostgres({ folder, password: 'a p@ss/word', isDurable });

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'moim-embedded-'))));
afterEach(async () => {
  await stopServer(cluster());
  rmSync(folder, { recursive: true, force: true });
});

async function run(server: Pick<EmbeddedPostgres, 'url'>, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  return client
    .query<object>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

/** Another process that starts a server over the same folder and then waits. */
async function startElsewhere() {
  const module = new URL('./start-embedded-postgres.ts', import.meta.url).href;
  const script = `import { startEmbeddedPostgres } from '${module}';
    const server = await startEmbeddedPostgres({ folder: process.argv[1], password: 'a p@ss/word', isDurable: false });
    process.on('SIGTERM', () => server.stop().then(() => process.exit()));
    setInterval(() => undefined, 1_000);
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder]);
  await once(child.stdout, 'data');
  return child;
}

function pidOfServer(): number {
  const postmaster = readPostmaster(cluster());
  if (!postmaster) throw new Error(`no server runs in ${cluster()}`);
  return postmaster.pid;
}

describe('an embedded PostgreSQL', () => {
  it('is version 18 with UTF-8, and stops without a trace', async () => {
    const server = await start();
    expect(server.origin).toBe('created');
    const [row] = await run(
      server,
      "select current_setting('server_version_num')::int / 10000 as major, lower('ÅÄ 민지') as lower",
    );
    expect(row).toEqual({ major: 18, lower: 'åä 민지' });
    const pid = pidOfServer();
    await server.stop();
    expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });

  it('keeps its data from one start to the next', async () => {
    const first = await start();
    await run(first, 'create table kept (id int)');
    await first.stop();
    const second = await start();
    expect(second.origin).toBe('started');
    await expect(run(second, 'select * from kept')).resolves.toEqual([]);
  });

  it('recovers every committed row after a kill -9 of the server', async () => {
    const first = await start({ isDurable: true });
    await run(first, 'create table paid (id int); insert into paid values (1), (2)');
    process.kill(pidOfServer(), 'SIGKILL');
    const second = await start({ isDurable: true });
    expect(second.origin).toBe('recovered');
    expect(await run(second, 'select count(*)::int as n from paid')).toEqual([{ n: 2 }]);
  });

  it('starts although the pid in a leftover file now belongs to another program', async () => {
    await start();
    const pid = pidOfServer();
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    writeFileSync(join(cluster(), 'postmaster.pid'), `${process.pid}\n${cluster()}\n0\n20199\n`);
    expect((await start()).origin).toBe('recovered');
  });

  it('attaches to the orphan of a process that was killed, and stops it in the end', async () => {
    const other = await startElsewhere();
    const pid = pidOfServer();
    other.kill('SIGKILL');
    await once(other, 'exit');
    const server = await start();
    expect([server.origin, pidOfServer()]).toEqual(['attached', pid]);
    await server.stop();
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });

  it('is gone at once when there is no time to stop it in order', async () => {
    const server = await start();
    const pid = pidOfServer();
    server.stopNow();
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
    expect((await start()).origin).toMatch(/started|recovered/);
  });

  it('is left to the process that still uses it', async () => {
    const other = await startElsewhere();
    const server = await start();
    await server.stop();
    await expect(run(server, 'select 1 as alive')).resolves.toEqual([{ alive: 1 }]);
    other.kill('SIGTERM');
    await once(other, 'exit');
    await expect(run(server, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('starts once for two processes that start it at the same time', async () => {
    const [other, server] = await Promise.all([startElsewhere(), start()]);
    await expect(run(server, 'select 1 as alive')).resolves.toEqual([{ alive: 1 }]);
    other.kill('SIGTERM');
    await once(other, 'exit');
    await expect(run(server, 'select 1 as alive')).resolves.toEqual([{ alive: 1 }]);
  });

  it('begins anew where an interrupted first start left half a cluster', async () => {
    writeFileSync(join(folder, 'cluster.partial'), 'half');
    expect((await start()).origin).toBe('created');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('starts although a process was killed in the middle of a start', async () => {
    const pidOfNobody = 4_194_305; // one more than Linux ever gives
    writeFileSync(join(folder, 'starting'), `${pidOfNobody} 1`);
    expect((await start()).origin).toBe('created');
  });

  it('names the version when the data belongs to another one', async () => {
    await (await start()).stop();
    writeFileSync(join(cluster(), 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/belongs to another version of PostgreSQL: set MOIM_DATA/);
  });

  it('says so when it is given another password than the cluster has', async () => {
    const running = await start();
    const wrong = startEmbeddedPostgres({ folder, password: 'other', isDurable: false });
    await expect(wrong).rejects.toThrow('refuses our password');
    await running.stop();
    const later = startEmbeddedPostgres({ folder, password: 'other', isDurable: false });
    await expect(later).rejects.toThrow('refuses our password');
  });
});
