import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { assertPortIsFree } from '../claim-port.ts';
import type { Closers } from '../closers.ts';
import { root } from '../configuration.ts';
import { databaseVariable } from '../database/database-urls.ts';
import {
  describeDatabase,
  type InstallationDatabase,
  openInstallationDatabase,
} from '../database/installation-database.ts';
import { openReplicas } from '../database/installation-replicas.ts';
import { prepareDatabases } from '../database/prepare-databases.ts';
import type { Progress } from '../progress.ts';
import { recomposeExtensions } from '../recompose-extensions.ts';
import { readOrMakeSecrets, type Secrets } from '../secrets.ts';
import { subgraphNames } from '../subgraph-names.ts';
import { buildWeb } from '../web/build-web.ts';
import { choosePorts } from './choose-ports.ts';
import type { DistributedConfiguration } from './configuration.ts';
import { environmentsOf } from './environments.ts';
import { openLogs } from './logs.ts';
import { healthPaths } from './plan.ts';
import { openRedis } from './redis.ts';
import { Supervisor } from './supervisor.ts';

export interface StartDistributedOptions {
  readonly configuration: DistributedConfiguration;
  readonly progress: Progress;
  /** Receives everything but the processes, also when the start fails half-way. */
  readonly closers: Closers;
  readonly tell: (sentence: string) => void;
  readonly buildsWeb?: boolean;
}

/** Connections that one process of a subgraph may hold: reads, writes, leader locks, with room. */
const connectionsPerProcess = 14;

/**
 * Database, Redis and one process a service, and nginx before several supergraphs.
 *
 * @throws {StartupError} for what the person who starts it can change
 */
export async function startDistributed(options: StartDistributedOptions): Promise<Supervisor> {
  const { configuration, progress, closers, tell, buildsWeb = true } = options;
  const { dataFolder, logLevel } = configuration;
  await assertPortIsFree(configuration);
  const secrets = readOrMakeSecrets(dataFolder);
  const logFor = openLogs(join(dataFolder, 'logs'), logLevel !== null);
  const roleSecret = configuration.roleSecret ?? secrets.roleSecret;

  const database = await openDatabase(options, secrets);
  const ownerUrlOf = (subgraph: string) => database.ownerUrlOf(subgraph);
  const log = createLog({ name: 'standby', level: 'warn', file: join(dataFolder, 'logs', 'standby.log') });
  const replicas = await openReplicas({ configuration, database, roleSecret, log });
  closers.add(
    () => replicas.stop(),
    () => replicas.stopNow(),
  );
  const redis = await progress.step('redis', () =>
    openRedis({
      ...{ url: configuration.redisUrl, folder: join(dataFolder, 'redis') },
      ...{ onLine: logFor('redis'), tell },
    }),
  );
  closers.add(
    async () => redis.daemon?.stop(),
    () => redis.daemon?.kill(),
  );
  if (buildsWeb)
    await progress.step('web app', () => buildWeb({ root, logFile: webLog(dataFolder) }), String);
  await progress.step('migrations', () => prepareDatabases({ ownerUrlOf, roleSecret }), count);
  if (configuration.hasDemo)
    await progress.step('demo', () => playDemo(ownerUrlOf, roleSecret, logFor('demo')));

  await recomposeExtensions({ folder: configuration.extensionsFolder, progress });

  const ports = await choosePorts(configuration);
  const hasDoor = (ports.get('supergraph') ?? []).length > 1;
  const supervisor = new Supervisor({
    ...{ configuration, ports, logFor, tell },
    environmentOf: environmentsOf({
      databaseUrlOf: (subgraph) => subgraphUrl({ url: ownerUrlOf(subgraph), subgraph, roleSecret }),
      replicaUrlsOf: (subgraph) => replicas.urlsOf(subgraph).join(','),
      redisUrl: redis.url,
      redisPrefix: configuration.redisPrefix,
      secrets,
      portsOf: (service) => (ports.get(service) ?? []).flat(),
      // Our own nginx speaks for its clients, from this machine.
      trustedProxies: [...configuration.trustedProxies, ...(hasDoor ? ['127.0.0.1'] : [])],
      webOrigins: configuration.webOrigins,
      extensionsFolder: configuration.extensionsFolder,
      ownOrigins: ['localhost', '127.0.0.1'].map((host) => `http://${host}:${configuration.port}`).join(','),
      drainWaitMs: configuration.drainWaitMs,
      logLevel: logLevel ?? 'warn',
      outer: process.env,
    }),
  });
  closers.add(
    () => supervisor.stop('SIGINT'),
    () => supervisor.kill(),
  );
  await progress.step(
    'processes',
    () => supervisor.start(),
    () => [...supervisor.processes.keys()].join(', '),
  );
  await untilReady(configuration.port);
  replicas.start();
  return supervisor;
}

async function openDatabase(
  { configuration, progress, closers }: StartDistributedOptions,
  secrets: Secrets,
): Promise<InstallationDatabase> {
  const processes = [...configuration.replicas.values()].reduce((sum, each) => sum + each, 0);
  const maxConnections = Math.max(100, 20 + (processes + 2) * connectionsPerProcess);
  const open = () => openInstallationDatabase(configuration, secrets, { maxConnections });
  const database = await progress.step('database', open, describeDatabase);
  closers.add(
    () => database.stop(),
    () => database.stopNow(),
  );
  return database;
}

/** In a process of its own: it loads every subgraph, once. */
async function playDemo(
  ownerUrlOf: (subgraph: string) => string,
  roleSecret: string,
  onLine: (line: string) => void,
): Promise<void> {
  const urls = subgraphNames.map((name): [string, string] => [databaseVariable(name), ownerUrlOf(name)]);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(urls),
    DATABASE_ROLE_SECRET: roleSecret,
  };
  const file = join(import.meta.dirname, 'prepare-demo.ts');
  const child = spawn(process.execPath, [file], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => onLine(chunk.toString().trim()));
  await once(child, 'exit');
  if (child.exitCode !== 0)
    throw new StartupError('The demo could not be played; logs/demo.log has the details.');
}

/** The public port answers: through nginx where there is one. */
async function untilReady(port: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}${healthPaths.readiness}`).catch(() => null);
    if (response?.ok) return;
    await delay(50);
  }
  throw new StartupError(`Nothing is ready on port ${port}: the files in logs/ say why.`);
}

const webLog = (dataFolder: string): string => join(dataFolder, 'logs', 'web-build.log');

const count = (applied: readonly string[]): string =>
  applied.length === 0 ? 'nothing new' : `${applied.length} applied`;
