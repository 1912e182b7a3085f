import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import { migrate } from '@moim/kit/db/migrate.ts';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { Client } from 'pg';
import { checkHistory } from './checker/check.ts';
import { readTables } from './checker/tables.ts';
import { readClientLog } from './client-log.ts';
import type { Order } from './order.ts';
import { readWorld } from './world.ts';

const roleSecret = 'only-for-tests-0';
const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const migrationsOf = (subgraph: string) =>
  new URL(`../../subgraphs/${subgraph}/migrations/`, import.meta.url);

/** A database that outlives the processes which are killed around it. */
export interface Arena {
  run(order: Omit<Order, 'databaseUrls' | 'folder'>): Promise<Run>;
  /** Resolves when every event has been taken by every group. */
  untilDrained(): Promise<void>;
  /** What the history up to now breaks, and how much there was to break. */
  check(): Promise<{ violations: string[]; messages: number; removals: number }>;
  close(): Promise<void>;
}

/** One worker process. */
export interface Run {
  /** Its standard output said this word. */
  said(word: string): Promise<void>;
  kill(): void;
  /** Signal that ended it, or its exit code. */
  readonly ended: Promise<string | number | null>;
}

export async function openArena(): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-faults-'));
  // Of its own directly below /tmp: as root, the database's user must be able to enter it.
  const cluster = mkdtempSync(join(tmpdir(), 'moim-test-'));
  const server = await startEmbeddedPostgres({ folder: cluster, password: 'test', isDurable: false });
  const subgraphs = ['identity', 'messaging'].map((name) => ({ name, migrations: migrationsOf(name) }));
  await migrate({ url: server.url, roleSecret, subgraphs });
  const urlOf = (subgraph: string) => subgraphUrl({ url: server.url, subgraph, roleSecret });
  const databaseUrls = { identity: urlOf('identity'), messaging: urlOf('messaging') };
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  const runs: Run[] = [];
  return {
    run: async (order) => {
      const run = startWorker({ ...order, databaseUrls, folder });
      runs.push(run);
      return run;
    },
    untilDrained: () => untilDrained(admin),
    check: () => check(admin, folder),
    close: async () => {
      for (const run of runs) run.kill();
      await Promise.all(runs.map(({ ended }) => ended));
      await admin.end();
      await server.stop();
      for (const own of [folder, cluster]) rmSync(own, { recursive: true, force: true });
    },
  };
}

function startWorker(order: Order): Run {
  const child = spawn(process.execPath, [worker, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<string | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  return { said: (word) => said(child, word), kill: () => void child.kill('SIGKILL'), ended };
}

function said({ stdout }: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    stdout?.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (heard.includes(word)) resolve();
    });
    stdout?.once('end', () => reject(new Error(`the worker ended without saying ${word}`)));
  });
}

async function untilDrained(admin: Client): Promise<void> {
  for (;;) {
    const { rows } = await admin.query<{ behind: number }>(behindSql);
    if (rows[0]?.behind === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const groups = `(values ('membership-projection', 'identity'), ('inbox-fan-out', 'messaging')) as wanted (name, source)`;
/** Rows in an outbox, events that are tried again, and heads of logs that a group has not reached. */
const behindSql = `
  with log as (
    select 'identity' as source, shard, max(pos) as pos from identity.event_log group by shard
    union all select 'messaging', shard, max(pos) from messaging.event_log group by shard)
  select (select count(*) from identity.outbox)::int + (select count(*) from messaging.outbox)::int
    + (select count(*) from messaging.dead_letters where status in ('retrying', 'parked'))::int
    + (select count(*) from ${groups} join log using (source)
       left join messaging.consumer_positions held
         on held.consumer_group = wanted.name and held.source = log.source and held.shard = log.shard
       where held.pos is distinct from log.pos)::int as behind`;

async function check(admin: Client, folder: string) {
  const tables = await readTables(admin);
  const violations = checkHistory({ world: readWorld(folder), tables, clients: readClientLog(folder) });
  const removals = tables.identityLog.filter(({ name }) => name === 'identity.member-removed.v1').length;
  return { violations, messages: tables.messages.length, removals };
}
