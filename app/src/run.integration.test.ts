import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { readPostmaster } from '@moim/kit/db/embedded-postgres/postmaster.ts';
import { isAlive } from '@moim/kit/db/embedded-postgres/processes.ts';
import { stopServer } from '@moim/kit/db/embedded-postgres/stop.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword } from './demo/people.ts';
import { addGreeting, askGreeting } from './testing/greeting.ts';

const server = join(import.meta.dirname, 'dev-server.ts');
const started: Moim[] = [];
let data: string;
let port: number;
let stopGreeting = (): void => undefined;
const here = (): string => `http://127.0.0.1:${port}`;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'moim-run-'));
  chmodSync(data, 0o755);
  port = await findFreePort();
});
afterEach(() => {
  for (const moim of started.splice(0)) moim.process.kill('SIGKILL');
});
afterAll(async () => {
  stopGreeting();
  await stopServer(standby());
  await stopServer(cluster());
  rmSync(data, { recursive: true, force: true });
});

interface Moim {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  printed(text: RegExp): Promise<void>;
  exited(): Promise<number | null>;
}

const cluster = () => join(data, 'postgres', 'cluster');
const standby = () => join(data, 'postgres-standby', 'cluster');

/** The same as `npm start`, but for the build of the web app. */
function start(environment: Record<string, string> = {}): Moim {
  // The greeting is asked for by nobody in particular.
  const env = {
    PATH: process.env['PATH'],
    MOIM_DATA: data,
    PORT: String(port),
    ADHOC_OPERATIONS: 'all',
    ...environment,
  };
  const child = spawn(process.execPath, [server], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const closed = once(child, 'close');
  const moim: Moim = {
    process: child,
    output: () => text,
    exited: async () => {
      await closed;
      return child.exitCode;
    },
    printed: async (wanted) => {
      while (!wanted.test(text)) {
        if (child.exitCode !== null) throw new Error(`it ended before it printed ${wanted}: ${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
  started.push(moim);
  return moim;
}

async function logIn(): Promise<number> {
  const body = JSON.stringify({ handle: 'minji', password: demoPassword, client: 'api' });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${port}/auth/log-in`, { method: 'POST', headers, body });
  return response.status;
}

const pidOfDatabase = () => readPostmaster(cluster())?.pid ?? Number.NaN;

/** Nothing of it lives on, and no file says that it does. */
function expectNothingLeft(pid: number): void {
  expect(isAlive(pid)).toBe(false);
  for (const place of [cluster(), standby()]) expect(existsSync(join(place, 'postmaster.pid'))).toBe(false);
  for (const folder of ['postgres', 'postgres-standby'])
    expect(readdirSync(join(data, folder, 'users'))).toEqual([]);
}

describe('npm start, one after the other over the same data', () => {
  it(
    'begins with nothing: shows its progress, prints the log-ins, and they work',
    { timeout: 90_000 },
    async () => {
      const moim = start();
      await moim.printed(/Ready after [\d.]+ s: http:\/\/localhost:\d+/);
      for (const step of [
        'database: PostgreSQL 18, new',
        'migrations',
        'subgraphs: identity, calendar, messaging, travel, insurance, telemetry',
        'demo',
      ])
        expect(moim.output()).toContain(`✓ ${step}`);
      expect(moim.output()).toContain(demoPassword);
      expect(await logIn()).toBe(200);
      await expect.poll(() => readPostmaster(standby())?.isReady, { timeout: 30_000 }).toBe(true);

      const pid = pidOfDatabase();
      moim.process.kill('SIGINT');
      expect(await moim.exited()).toBe(0);
      expectNothingLeft(pid);
    },
  );

  it('starts again with what it had, and keeps the terminal to itself', { timeout: 60_000 }, async () => {
    const moim = start();
    await moim.printed(/Ready/);
    expect(moim.output()).toContain('✓ migrations: nothing new');
    expect(moim.output()).not.toContain('✓ demo');
    expect(moim.output()).not.toContain('{"level"');
    expect(await logIn()).toBe(200);

    stopGreeting = await addGreeting({ MOIM_DATA: data });
    await expect.poll(() => askGreeting(here()), { timeout: 20_000 }).toContain('hello');
    moim.process.kill('SIGKILL');
    await moim.exited();
    expect(isAlive(pidOfDatabase())).toBe(true);
  });

  it(
    'attaches to the database that a killed one left, and stops it in the end',
    { timeout: 60_000 },
    async () => {
      const pid = pidOfDatabase();
      const moim = start();
      await moim.printed(/Ready/);
      expect(moim.output()).toContain('attached to the one that runs');
      expect(await logIn()).toBe(200);
      expect(await askGreeting(here())).toContain('hello'); // with what was added to it

      process.kill(pid, 'SIGKILL');
      moim.process.kill('SIGTERM');
      expect(await moim.exited()).toBe(0);
    },
  );

  it('recovers a database that crashed', { timeout: 60_000 }, async () => {
    const moim = start();
    await moim.printed(/Ready/);
    expect(moim.output()).toContain('recovered after a crash');
    expect(await logIn()).toBe(200);

    const pid = pidOfDatabase();
    await expect.poll(() => readPostmaster(standby())?.isReady, { timeout: 30_000 }).toBe(true);
    const pidOfStandby = readPostmaster(standby())?.pid ?? Number.NaN;
    moim.process.kill('SIGINT');
    moim.process.kill('SIGINT');
    await moim.exited();
    await expect.poll(() => isAlive(pid) || isAlive(pidOfStandby), { timeout: 5_000 }).toBe(false);
  });

  it('leaves nothing when it is stopped in the middle of its start', { timeout: 60_000 }, async () => {
    const moim = start();
    await moim.printed(/✓ (database|code)/);
    moim.process.kill('SIGINT');
    expect(await moim.exited()).toBe(0);
    expect(moim.output()).toContain('Stopped.');
    expect(existsSync(join(cluster(), 'postmaster.pid'))).toBe(false);
  });
});

describe('npm start says in one sentence, with exit code 1 and no stack', () => {
  async function sentence(environment: Record<string, string>): Promise<string> {
    const moim = start(environment);
    expect(await moim.exited()).toBe(1);
    expect(moim.output()).not.toMatch(/\n\s+at |node:internal/);
    return moim.output();
  }

  async function listening(): Promise<{ server: Server; port: number }> {
    const other = createServer().listen(await findFreePort(), '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    return { server: other, port: typeof address === 'object' && address ? address.port : 0 };
  }

  it('that its port is taken', async () => {
    const other = await listening();
    const text = await sentence({ PORT: String(other.port) });
    other.server.close();
    expect(text).toContain(`Port ${other.port} is taken by another program`);
  });

  it('which variable is wrong', async () => {
    expect(await sentence({ PORT: 'http' })).toContain('PORT must be a whole number from 0 to 65535.');
  });

  it('that DATABASE_URL leads nowhere, without its password', async () => {
    const url = `postgres://moim:hunter2@127.0.0.1:${await findFreePort()}/moim`;
    const text = await sentence({ DATABASE_URL: url });
    expect(text).toMatch(/The database at 127\.0\.0\.1:\d+\/moim is not available: nothing listens there\./);
    expect(text).not.toContain('hunter2');
  });

  it('that the data folder is a file', async () => {
    const file = join(data, 'a-file');
    writeFileSync(file, '');
    expect(await sentence({ MOIM_DATA: file })).toContain('set MOIM_DATA');
  });

  it('that the secrets do not belong to the data', { timeout: 60_000 }, async () => {
    const secrets = join(data, 'secrets.json');
    const own = readFileSync(secrets, 'utf8');
    writeFileSync(secrets, own.replace(/"databasePassword": ".{5}/, '"databasePassword": "xxxxx'));
    const text = await sentence({});
    writeFileSync(secrets, own);
    expect(text).toContain('The embedded database refuses our password');
  });
});
