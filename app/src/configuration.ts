import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import {
  flag,
  type LogLevel,
  logLevel,
  operationDeadline,
  port,
  postgresUrl,
  redisPrefix,
  redisUrl,
  list,
  secret,
  webOrigins,
} from '@moim/kit/config/variables.ts';
import { adhocVariable, defaultAdhoc } from '@moim/supergraph/access/adhoc-variable.ts';
import type { AdhocPolicy } from '@moim/supergraph/access/trusted-documents.ts';
import { extensionEventBytes } from '@moim/supergraph/extensions/event-bytes.ts';
import { defaultPoints, type PointLimits } from '@moim/supergraph/limits/point-limits.ts';
import { defaultEffort, type EffortLimits } from '@moim/supergraph/limits/effort-limits.ts';
import {
  connectionsVariable,
  effortVariables,
  toConnections,
  toEffortLimits,
} from '@moim/supergraph/limits/effort-variables.ts';
import { pointVariables, toPointLimits } from '@moim/supergraph/limits/point-variables.ts';
import { z } from 'zod';
import { readDatabaseUrls } from './database/database-urls.ts';
import { readNamedReplicas } from './database/replica-urls.ts';

/** Where this installation stands; relative paths start here. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm start` may be told by its environment. */
const variables = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  MOIM_DATA: z.string().default('.moim'),
  MOIM_EXTENSIONS: z.string().optional(),
  EXTENSION_EVENT_BYTES: extensionEventBytes,
  MOIM_DEMO: flag.default(true),
  MOIM_REPLICA: flag.default(true),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_ROLE_SECRET: secret.optional(),
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: redisPrefix.default('moim'),
  LOG_LEVEL: logLevel.optional(),
  WEB_ORIGINS: webOrigins,
  TRUSTED_PROXIES: list.default([]),
  OPERATION_DEADLINE_MS: operationDeadline,
  ...pointVariables,
  ...effortVariables,
  ...connectionsVariable,
  ...adhocVariable,
});

export interface AppConfiguration {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly host: string;
  /** Absolute; everything that is kept lives in it. */
  readonly dataFolder: string;
  /** Absolute; of what this installation added to the graph. */
  readonly extensionsFolder: string;
  /** Bytes of one event of an extension's subscription. */
  readonly extensionEventBytes: number;
  /** Whether an empty database is filled with the demo. */
  readonly hasDemo: boolean;
  /** Whether the embedded PostgreSQL has a standby to read from. */
  readonly hasReplica: boolean;
  /** Null: PostgreSQL is started from npm's binaries. */
  readonly databaseUrl: string | null;
  /** Null: what Redis would carry is kept in the memory of this process. */
  readonly redisUrl: string | null;
  readonly redisPrefix: string;
  /** Of subgraphs with a database of their own, by name. */
  readonly databaseUrls: ReadonlyMap<string, string>;
  /** Of replicas that were named, by subgraph. */
  readonly replicaUrls: ReadonlyMap<string, readonly string[]>;
  /** Whose pages may use the graph, beside our own. */
  readonly webOrigins: readonly string[];
  /** Whose word about their clients is believed: addresses and CIDRs. */
  readonly trustedProxies: readonly string[];
  /** What operations may cost. */
  readonly points: PointLimits;
  /** What of the process's time somebody may take with documents that are new or refused. */
  readonly effort: EffortLimits;
  /** That one address may have open. */
  readonly connectionsPerAddress: number;
  /** Milliseconds that an operation may take. */
  readonly deadlineMs: number;
  /** Whose documents are run beside the web's. */
  readonly adhoc: AdhocPolicy;
  /** Null: made once and kept in the data folder. */
  readonly roleSecret: string | null;
  /** Null: only warnings, to a file in the data folder; else JSON on the terminal. */
  readonly logLevel: LogLevel | null;
}

/** @throws {StartupError} naming what is wrong */
export function readAppConfiguration(environment: NodeJS.ProcessEnv = process.env): AppConfiguration {
  const read = readConfiguration(variables, environment);
  const databases = { databaseUrl: read.DATABASE_URL ?? null, databaseUrls: readDatabaseUrls(environment) };
  const dataFolder = resolve(root, read.MOIM_DATA);
  return {
    port: read.PORT,
    host: read.HOST,
    dataFolder,
    extensionsFolder: resolve(root, read.MOIM_EXTENSIONS ?? join(dataFolder, 'extensions')),
    extensionEventBytes: read.EXTENSION_EVENT_BYTES,
    hasDemo: read.MOIM_DEMO,
    hasReplica: read.MOIM_REPLICA,
    ...databases,
    replicaUrls: readNamedReplicas(environment, databases),
    redisUrl: read.REDIS_URL ?? null,
    redisPrefix: read.REDIS_PREFIX,
    webOrigins: read.WEB_ORIGINS,
    trustedProxies: read.TRUSTED_PROXIES,
    points: toPointLimits(read, defaultPoints),
    effort: toEffortLimits(read, defaultEffort),
    connectionsPerAddress: toConnections(read),
    deadlineMs: read.OPERATION_DEADLINE_MS,
    adhoc: read.ADHOC_OPERATIONS ?? defaultAdhoc,
    roleSecret: read.DATABASE_ROLE_SECRET ?? null,
    logLevel: read.LOG_LEVEL ?? null,
  };
}
