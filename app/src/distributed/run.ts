import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { assertPortIsFree } from '../claim-port.ts';
import type { Closers } from '../closers.ts';
import { root } from '../configuration.ts';
import { prepareDatabases } from '../database/prepare-databases.ts';
import type { Progress } from '../progress.ts';
import { recomposeExtensions } from '../recompose-extensions.ts';
import { readOrMakeSecrets } from '../secrets.ts';
import { buildWeb } from '../web/build-web.ts';
import { choosePorts } from './choose-ports.ts';
import type { DistributedConfiguration } from './configuration.ts';
import { environmentsOf } from './environments.ts';
import { openLogs } from './logs.ts';
import { healthPaths } from './plan.ts';
import { playDemo } from './play-demo.ts';
import { openStores, type OpenStoresOptions, type Stores } from './stores.ts';
import { Supervisor } from './supervisor.ts';

export interface StartDistributedOptions {
  readonly configuration: DistributedConfiguration;
  readonly progress: Progress;
  /** Receives everything but the processes, also when the start fails half-way. */
  readonly closers: Closers;
  readonly tell: (sentence: string) => void;
  readonly buildsWeb?: boolean;
}

/**
 * Database, Redis and one process a service, and nginx before several supergraphs.
 *
 * @throws {StartupError} for what the person who starts it can change
 */
export async function startDistributed(options: StartDistributedOptions): Promise<Supervisor> {
  const { configuration, progress, buildsWeb = true } = options;
  const { dataFolder, logLevel } = configuration;
  await assertPortIsFree(configuration);
  const secrets = readOrMakeSecrets(dataFolder);
  const logFor = openLogs(join(dataFolder, 'logs'), logLevel !== null);
  const start = { ...options, secrets, logFor };
  const stores = await openStores(start);
  if (buildsWeb)
    await progress.step('web app', () => buildWeb({ root, logFile: webLog(dataFolder) }), String);
  await progress.step('migrations', () => prepareDatabases(stores), count);
  if (configuration.hasDemo) await progress.step('demo', () => playDemo(stores, logFor('demo')));
  await recomposeExtensions({ folder: configuration.extensionsFolder, progress });
  const supervisor = await supervise(start, stores);
  await untilReady(configuration.port);
  stores.replicas.start();
  return supervisor;
}

async function supervise(options: OpenStoresOptions, stores: Stores): Promise<Supervisor> {
  const { configuration, progress, closers, tell, logFor } = options;
  const ports = await choosePorts(configuration);
  const supervisor = new Supervisor({
    ...{ configuration, ports, logFor, tell },
    environmentOf: environments(options, stores, ports),
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
  return supervisor;
}

function environments(
  { configuration, secrets }: OpenStoresOptions,
  { databaseUrlOf, replicas, redisUrl }: Stores,
  ports: Awaited<ReturnType<typeof choosePorts>>,
) {
  const { redisPrefix, webOrigins, extensionsFolder, drainWaitMs, logLevel } = configuration;
  const hasDoor = (ports.get('supergraph') ?? []).length > 1;
  return environmentsOf({
    ...{ databaseUrlOf, redisUrl, redisPrefix, secrets, webOrigins, extensionsFolder, drainWaitMs },
    replicaUrlsOf: (subgraph) => replicas.urlsOf(subgraph).join(','),
    portsOf: (service) => (ports.get(service) ?? []).flat(),
    // Our own nginx speaks for its clients, from this machine.
    trustedProxies: [...configuration.trustedProxies, ...(hasDoor ? ['127.0.0.1'] : [])],
    ownOrigins: ['localhost', '127.0.0.1'].map((host) => `http://${host}:${configuration.port}`).join(','),
    logLevel: logLevel ?? 'warn',
    outer: process.env,
  });
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
