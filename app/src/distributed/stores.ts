import { join } from 'node:path';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import type { Closers } from '../closers.ts';
import {
  describeDatabase,
  type InstallationDatabase,
  openInstallationDatabase,
} from '../database/installation-database.ts';
import { type InstallationReplicas, openReplicas } from '../database/installation-replicas.ts';
import type { Progress } from '../progress.ts';
import type { Secrets } from '../secrets.ts';
import type { DistributedConfiguration } from './configuration.ts';
import type { openLogs } from './logs.ts';
import { openRedis } from './redis.ts';

export interface OpenStoresOptions {
  readonly configuration: DistributedConfiguration;
  readonly progress: Progress;
  readonly closers: Closers;
  readonly tell: (sentence: string) => void;
  readonly secrets: Secrets;
  readonly logFor: ReturnType<typeof openLogs>;
}

/** What the processes share. */
export interface Stores {
  readonly ownerUrlOf: (subgraph: string) => string;
  /** Logs in as the role of the subgraph. */
  readonly databaseUrlOf: (subgraph: string) => string;
  readonly roleSecret: string;
  readonly replicas: InstallationReplicas;
  readonly redisUrl: string;
}

/** Connections that one process of a subgraph may hold: reads, writes, leader locks, with room. */
const connectionsPerProcess = 14;

/** @throws {StartupError} for what the person who starts it can change */
export async function openStores(options: OpenStoresOptions): Promise<Stores> {
  const { configuration, secrets } = options;
  const roleSecret = configuration.roleSecret ?? secrets.roleSecret;
  const database = await openDatabase(options);
  const ownerUrlOf = (subgraph: string) => database.ownerUrlOf(subgraph);
  return {
    ownerUrlOf,
    databaseUrlOf: (subgraph) => subgraphUrl({ url: ownerUrlOf(subgraph), subgraph, roleSecret }),
    roleSecret,
    replicas: await openStandby(options, database, roleSecret),
    redisUrl: await openSharedRedis(options),
  };
}

async function openDatabase(options: OpenStoresOptions): Promise<InstallationDatabase> {
  const { configuration, progress, closers, secrets } = options;
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

async function openStandby(
  { configuration, closers }: OpenStoresOptions,
  database: InstallationDatabase,
  roleSecret: string,
): Promise<InstallationReplicas> {
  const file = join(configuration.dataFolder, 'logs', 'standby.log');
  const log = createLog({ name: 'standby', level: 'warn', file });
  const replicas = await openReplicas({ configuration, database, roleSecret, log });
  closers.add(
    () => replicas.stop(),
    () => replicas.stopNow(),
  );
  return replicas;
}

async function openSharedRedis(options: OpenStoresOptions): Promise<string> {
  const { configuration, progress, closers, tell, logFor } = options;
  const { redisUrl: named, dataFolder } = configuration;
  const { url, daemon } = await progress.step('redis', () =>
    openRedis({ url: named, folder: join(dataFolder, 'redis'), onLine: logFor('redis'), tell }),
  );
  closers.add(
    async () => daemon?.stop(),
    () => daemon?.kill(),
  );
  return url;
}
