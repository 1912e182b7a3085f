import { join } from 'node:path';
import type { Logger } from 'pino';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import type { Live } from '@moim/kit/live/live.ts';
import { openLive } from '@moim/kit/live/open-live.ts';
import { watchRedis } from '@moim/kit/redis/redis-state.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import { startMetrics } from '@moim/kit/metrics/start-metrics.ts';
import { startTracing } from '@moim/kit/trace/start-tracing.ts';
import { allDone } from './all-done.ts';
import { assertPortIsFree } from './claim-port.ts';
import { Closers } from './closers.ts';
import { type AppConfiguration, root } from './configuration.ts';
import {
  describeDatabase,
  type InstallationDatabase,
  openInstallationDatabase,
} from './database/installation-database.ts';
import { openReplicas } from './database/installation-replicas.ts';
import { prepareDatabases } from './database/prepare-databases.ts';
import { type Progress, silentProgress } from './progress.ts';
import { recomposeExtensions } from './recompose-extensions.ts';
import { readOrMakeSecrets, secretOf, type Secrets } from './secrets.ts';
import { buildWeb, type WebBuild, webFolder } from './web/build-web.ts';

export interface StartMoimOptions {
  readonly configuration: AppConfiguration;
  readonly progress?: Progress;
  /** Receives everything that is opened, also when the start fails half-way. */
  readonly closers?: Closers;
  /** Aborted: a web build in progress is given up. */
  readonly signal?: AbortSignal;
  /** Default true; false serves what was built before, if anything. */
  readonly buildsWeb?: boolean;
  /** The present of the demo. */
  readonly now?: () => Date;
}

export interface RunningMoim {
  /** E.g. `http://localhost:4000`. */
  readonly url: string;
  readonly port: number;
  /** Whether the demo's people can log in: this start or an earlier one signed them up. */
  readonly hasDemo: boolean;
  /** Stops what was started, last first. */
  close(): Promise<void>;
}

/**
 * The whole product in this process: database, subgraphs, supergraph and web app on one port.
 *
 * @throws {StartupError} for what the person who starts it can change; everything is closed again
 */
export async function startMoim(options: StartMoimOptions): Promise<RunningMoim> {
  const { closers = new Closers() } = options;
  try {
    return await start({
      progress: silentProgress,
      buildsWeb: true,
      now: () => new Date(),
      ...options,
      closers,
    });
  } catch (error) {
    await closers.close();
    throw error;
  }
}

type Start = Required<Omit<StartMoimOptions, 'signal'>> & Pick<StartMoimOptions, 'signal'>;

async function start(options: Start): Promise<RunningMoim> {
  const { configuration, progress, closers, now } = options;
  await assertPortIsFree(configuration);
  const metrics = await watchProcess(closers);
  const log = openLog(configuration);
  const secrets = readOrMakeSecrets(configuration.dataFolder);
  // Database and web build are processes of their own; our code is loaded beside them.
  const [database, { House, subgraphs }] = await allDone([
    openDatabase(options, secrets),
    loadHouse(options),
    options.buildsWeb && prepareWeb(options),
  ]);
  const roleSecret = configuration.roleSecret ?? secrets.roleSecret;
  const { ownerUrlOf } = database;
  await progress.step('migrations', () => prepareDatabases({ ownerUrlOf, roleSecret, subgraphs }), count);
  const urlOf = (subgraph: string) => subgraphUrl({ url: ownerUrlOf(subgraph), subgraph, roleSecret });
  const replicas = await openReplicas({ configuration, database, roleSecret, log });
  closers.add(
    () => replicas.stop(),
    () => replicas.stopNow(),
  );
  const live = await openBus(options, { log, metrics });
  const house = new House({
    ...{ log, closers, live, metrics },
    secretOf: (variable) => secretOf(secrets, variable),
  });
  await progress.step(
    'subgraphs',
    () => house.open({ urlOf, replicaUrlsOf: replicas.urlsOf }),
    (names) => names.join(', '),
  );
  if (configuration.hasDemo && (await house.isEmpty()))
    await progress.step('demo', () => house.playDemo(now()));
  await recomposeExtensions({ folder: configuration.extensionsFolder, progress, signal: options.signal });
  const port = await progress.step('supergraph', () => house.serve(edgeOf(configuration)));
  const hasDemo = await house.hasDemo();
  replicas.start();
  return { url: urlFor(configuration, port), port, hasDemo, close: () => closers.close() };
}

/** Null: nobody scrapes it. */
async function watchProcess(closers: Closers): Promise<ProcessMetrics | null> {
  const tracing = await startTracing('moim');
  closers.add(() => tracing.stop());
  const measuring = await startMetrics();
  closers.add(() => measuring.close());
  return measuring.metrics;
}

async function openBus(
  { configuration: { redisUrl, redisPrefix }, closers }: Start,
  { log, metrics }: { readonly log: Logger; readonly metrics: ProcessMetrics | null },
): Promise<Live> {
  const live = await openLive({ ...(redisUrl !== null && { redisUrl }), redisPrefix, log });
  closers.add(() => live.close());
  if (metrics) watchRedis(metrics, live.redis);
  return live;
}

/** What stands between the public port and the house. */
function edgeOf(configuration: AppConfiguration) {
  const { host, port, webOrigins: allowedOrigins, trustedProxies, connectionsPerAddress } = configuration;
  const { points, effort, deadlineMs, adhoc, extensionsFolder, extensionEventBytes } = configuration;
  return {
    ...{ host, port, allowedOrigins, trustedProxies, connectionsPerAddress },
    ...{ points, effort, deadlineMs, adhoc, extensionsFolder, extensionEventBytes },
    webRoot: webFolder(root),
  };
}

/** Quiet by default: the terminal belongs to the person at it. */
function openLog({ logLevel, dataFolder }: AppConfiguration): Logger {
  return logLevel === null
    ? createLog({ name: 'moim', level: 'warn', file: join(dataFolder, 'logs', 'moim.log') })
    : createLog({ name: 'moim', level: logLevel });
}

async function openDatabase(options: Start, secrets: Secrets): Promise<InstallationDatabase> {
  const { configuration, progress, closers } = options;
  const open = () => openInstallationDatabase(configuration, secrets);
  const database = await progress.step('database', open, describeDatabase);
  closers.add(
    () => database.stop(),
    () => database.stopNow(),
  );
  const location = database.embedded?.location;
  if (location?.movedBecause)
    progress.note(`The data is kept in ${location.cluster}: ${location.movedBecause}.`);
  return database;
}

function loadHouse({ progress }: Start): Promise<typeof import('./house.ts')> {
  return progress.step('code', () => import('./house.ts'));
}

function prepareWeb({ configuration, progress, signal }: Start): Promise<WebBuild> {
  const logFile = join(configuration.dataFolder, 'logs', 'web-build.log');
  const onBuild = () => progress.note('The web app has changed and is built anew, which takes a while …');
  return progress.step(
    'web app',
    () => buildWeb({ root, logFile, onBuild, ...(signal && { signal }) }),
    (build) => build,
  );
}

const count = (applied: readonly string[]): string =>
  applied.length === 0 ? 'nothing new' : `${applied.length} applied`;

/** What a browser on this machine opens. */
function urlFor({ host }: AppConfiguration, port: number): string {
  const isLocal = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(host);
  return `http://${isLocal ? 'localhost' : host}:${port}`;
}
