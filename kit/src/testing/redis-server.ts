import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../db/embedded-postgres/free-port.ts';
import { createRedisClient } from '../redis/redis-client.ts';

/** A real Redis of a test, with the settings of production; what it keeps is thrown away. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** SIGKILL: what it had not written to its disk is lost. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what its disk has. */
  start(): Promise<void>;
  /** SIGKILL, and what its disk had is gone; then starts it again. */
  lose(): Promise<void>;
  /** Sends one command beside those that are tested. */
  command(...words: string[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-redis-'));
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const start = async () => {
    server = launch(port, folder);
    await untilReady(server, url);
  };
  const kill = async () => {
    if (server) await end(server);
    server = null;
  };
  const lose = async () => {
    await kill();
    rmSync(join(folder, 'appendonlydir'), { recursive: true, force: true });
    await start();
  };
  await start();
  return {
    ...{ url, port, start, kill, lose },
    command: (...words) => command(url, words),
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function launch(port: number, folder: string): ChildProcess {
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--dir', folder];
  return spawn('redis-server', ['--port', String(port), ...settings], { stdio: 'ignore' });
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  let failure: unknown = null;
  server.once('error', (error) => (failure = error)); // e.g. that there is no redis-server
  for (const deadline = performance.now() + 10_000; performance.now() < deadline; await sleep(10)) {
    if (failure) break;
    if (await command(url, ['PING']).catch(() => null)) return;
  }
  throw new Error('redis-server did not start', { cause: failure });
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGKILL');
  await exited;
}

async function command(url: string, words: string[]): Promise<unknown> {
  const client = createRedisClient(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}
