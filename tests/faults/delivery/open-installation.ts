import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closers } from '../../../app/src/closers.ts';
import { readDistributedConfiguration } from '../../../app/src/distributed/configuration.ts';
import { startDistributed } from '../../../app/src/distributed/run.ts';
import { silentProgress } from '../../../app/src/progress.ts';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { findPostmaster, killKeptPostgres, restartPostgres, superuserUrl } from './restart-postgres.ts';
import { startTestRedis, type TestRedis } from '@moim/kit/testing/redis-server.ts';
import { amplePoints } from '../../../bench/ample-points.ts';

/** A whole installation, one process a service, that faults are played on. */
export interface Installation {
  readonly url: string;
  readonly redis: TestRedis;
  /** Name and process of each replica, as of now. */
  readonly processes: () => ReadonlyMap<string, number | null>;
  readonly postgres: {
    /** The server ends and starts again, on the same port. */
    restart(mode: 'fast' | 'immediate'): Promise<void>;
    /** The standby dies; whoever looks after it starts it again. */
    killStandby(): Promise<void>;
    /** Of the superuser, in the application's database. */
    url(): string;
    /** Their processes by name, of those that run. */
    postmasters(): ReadonlyMap<string, number>;
  };
  /** SIGHUP of the supervisor. */
  readonly replaceAll: () => Promise<boolean>;
  close(): Promise<void>;
  /** Leaves no process behind, at once. */
  abandon(): void;
}

/** Under the supervisor that ships, with two messagings, two supergraphs behind nginx, and a Redis of its own. */
export async function openInstallation({
  replicas = 'messaging=2,supergraph=2',
  drainWaitMs = 0,
} = {}): Promise<Installation> {
  // The processes are given our environment: all people here sign up from one address.
  process.env['MOIM_AUTH_ATTEMPTS_PER_ADDRESS'] ??= '1000000';
  // A few people say what a whole company would.
  Object.assign(process.env, { ...amplePoints, ...process.env });
  const folder = mkdtempSync(join(tmpdir(), 'moim-installation-'));
  chmodSync(folder, 0o755); // as root, the database's user must be able to enter it
  const closers = new Closers();
  closers.add(async () => {
    keepLogs(join(folder, 'data', 'logs'));
    rmSync(folder, { recursive: true, force: true });
  });
  const redis = await startTestRedis();
  closers.add(
    () => redis.close(),
    () => void redis.kill(),
  );
  const port = await findFreePort();
  const environment = {
    ...{ PORT: String(port), MOIM_DATA: join(folder, 'data'), MOIM_DEMO: '0' },
    ...{ REDIS_URL: redis.url, DRAIN_WAIT_MS: String(drainWaitMs) },
  };
  try {
    const supervisor = await startDistributed({
      configuration: readDistributedConfiguration(['--replicas', replicas], environment),
      closers,
      progress: silentProgress,
      tell: (sentence) => process.stderr.write(`  ${sentence}\n`),
      buildsWeb: false,
    });
    return {
      ...{ url: `http://127.0.0.1:${port}`, redis },
      postgres: {
        restart: (mode) => restartPostgres(join(folder, 'data', 'postgres'), mode),
        killStandby: () => killKeptPostgres(join(folder, 'data', 'postgres-standby')),
        url: () => superuserUrl(join(folder, 'data')),
        postmasters: () =>
          new Map(
            ['postgres', 'postgres-standby'].flatMap((name): [string, number][] => {
              const running = findPostmaster(join(folder, 'data', name));
              return running ? [[name, running.pid]] : [];
            }),
          ),
      },
      processes: () => supervisor.processes,
      replaceAll: () => supervisor.replaceAll(),
      close: () => closers.close(),
      abandon: () => closers.abandon(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** `FAULT_LOGS=<folder>`: where what the processes wrote outlives them. */
function keepLogs(logs: string): void {
  const target = process.env['FAULT_LOGS'];
  if (target && existsSync(logs)) cpSync(logs, target, { recursive: true });
}
