import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import { migrate } from '@moim/kit/db/migrate.ts';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { Client } from 'pg';
import { z } from 'zod';
import { type Books, checkBooks, isSettled } from './check-books.ts';
import type { SagaOrder } from './order.ts';

const roleSecret = 'only-for-tests-0';
const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

/** A database of identity and travel that outlives the processes which are killed around it. */
export interface SagaArena {
  readonly databaseUrls: SagaOrder['databaseUrls'];
  run(order: Pick<SagaOrder, 'mode' | 'seed' | 'fault' | 'aheadMs'>): SagaRun;
  isSettled(): Promise<boolean>;
  /** Resolves when nothing is under way any more. */
  untilSettled(): Promise<void>;
  check(aheadMs: number): Promise<Books>;
  close(): Promise<void>;
}

export interface SagaRun {
  /** Its standard output said so. */
  readonly ready: Promise<void>;
  kill(): void;
  /** Signal that ended it, or its exit code. */
  readonly ended: Promise<string | number | null>;
}

export async function openSagaArena(): Promise<SagaArena> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-saga-'));
  // Of its own directly below /tmp: as root, the database's user must be able to enter it.
  const cluster = mkdtempSync(join(tmpdir(), 'moim-test-'));
  const server = await startEmbeddedPostgres({ folder: cluster, password: 'test', isDurable: false });
  const subgraphs = ['identity', 'travel'].map((name) => ({
    name,
    migrations: new URL(`../../../subgraphs/${name}/migrations/`, import.meta.url),
  }));
  await migrate({ url: server.url, roleSecret, subgraphs });
  const urlOf = (subgraph: string) => subgraphUrl({ url: server.url, subgraph, roleSecret });
  const databaseUrls = { identity: urlOf('identity'), travel: urlOf('travel') };
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  const runs: SagaRun[] = [];
  return {
    databaseUrls,
    run: (order) => {
      const run = start({ ...order, databaseUrls, folder, memberIds: membersIn(folder) });
      runs.push(run);
      return run;
    },
    isSettled: () => isSettled(admin),
    untilSettled: async () => {
      while (!(await isSettled(admin))) await sleep(100);
    },
    check: (aheadMs) => checkBooks(admin, new Date(Date.now() + aheadMs), acceptedIn(folder)),
    close: async () => {
      for (const run of runs) run.kill();
      await Promise.all(runs.map(({ ended }) => ended));
      await admin.end();
      await server.stop();
      for (const own of [folder, cluster]) rmSync(own, { recursive: true, force: true });
    },
  };
}

function start(order: SagaOrder): SagaRun {
  const child = spawn(process.execPath, [worker, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<string | number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  return { ready: ready(child), kill: () => void child.kill('SIGKILL'), ended };
}

/** Also when it dies before. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', () => resolve());
  });
}

function membersIn(folder: string): string[] {
  const file = join(folder, 'members.json');
  return existsSync(file) ? z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

function acceptedIn(folder: string): string[] {
  const file = join(folder, 'accepted.log');
  return existsSync(file) ? [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))] : [];
}
