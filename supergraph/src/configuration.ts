import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import {
  drainWait,
  flag,
  httpUrls,
  list,
  logLevel,
  operationDeadline,
  port,
  redisPrefix,
  redisUrl,
  webOrigins,
} from '@moim/kit/config/variables.ts';

import { adhocVariable, defaultAdhoc } from './access/adhoc-variable.ts';
import type { AdhocPolicy } from './access/trusted-documents.ts';
import type { Streaming } from './execution/remote-connection.ts';
import { extensionEventBytes } from './extensions/event-bytes.ts';
import { defaultPoints, noPointLimits, type PointLimits } from './limits/point-limits.ts';
import { defaultEffort, type EffortLimits, noEffortLimits } from './limits/effort-limits.ts';
import {
  connectionsVariable,
  effortVariables,
  toConnections,
  toEffortLimits,
} from './limits/effort-variables.ts';
import { pointVariables, toPointLimits } from './limits/point-variables.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ownSupergraph = resolve(root, 'schema/supergraph.graphql');
const urlPrefix = 'SUBGRAPH_URL_';
const streamsPrefix = 'SUBGRAPH_STREAMS_';

const variables = z.object({
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: logLevel.default('info'),
  DRAIN_WAIT_MS: drainWait,
  /** 1: the process that takes over may listen on the same port already. */
  SHARES_PORT: flag.default(false),
  /** A supergraph file of somebody else's; ours when it is not set. */
  SUPERGRAPH: z.string().optional(),
  /** Milliseconds between looks at that file for a new one, 0: never. Where it is somebody else's a second. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(0).max(3_600_000).optional(),
  /** Signs what subgraphs are told about the caller. */
  INTERNAL_TOKEN_PRIVATE_KEY: z.string().optional(),
  /** Set: what viewers wrote is known to every supergraph; absent: to this one alone. */
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: redisPrefix.default('moim'),
  /** Folder of what the installation added to our graph. */
  MOIM_EXTENSIONS: z.string().optional(),
  EXTENSION_EVENT_BYTES: extensionEventBytes,
  MOIM_ISSUER: z.string().default('moim'),
  /** Origins beside our own whose pages may use the graph, separated by commas. */
  WEB_ORIGINS: webOrigins,
  /** Addresses and CIDRs of proxies whose word about their clients is believed, separated by commas. */
  TRUSTED_PROXIES: list.default([]),
  OPERATION_DEADLINE_MS: operationDeadline,
  /** Labels of `@override(label:)` that are true, beside percentages, separated by commas. */
  OVERRIDE_LABELS: list.default([]),
  /** 0: to measure what requests cost. */
  SHARED_READS: flag.default(true),
  ...pointVariables,
  ...effortVariables,
  ...connectionsVariable,
  ...adhocVariable,
});

export interface SupergraphConfiguration {
  readonly port: number;
  readonly host: string;
  readonly logLevel: z.output<typeof logLevel>;
  /** Milliseconds. */
  readonly drainWaitMs: number;
  readonly sharesPort: boolean;
  readonly supergraphSdl: string;
  /** Where that is from. */
  readonly supergraphFile: string;
  /** Milliseconds between looks for a new one; 0: never. */
  readonly supergraphPollMs: number;
  /** True when the file is not ours: no log-in, no internal tokens. */
  readonly isForeign: boolean;
  /** Null for a foreign supergraph. */
  readonly internalTokenPrivateKey: string | null;
  /** Null: what Redis would carry is kept in the memory of this process. */
  readonly redisUrl: string | null;
  readonly redisPrefix: string;
  readonly issuer: string;
  /** Absolute; null: nothing can be added to the graph. */
  readonly extensionsFolder: string | null;
  /** Bytes of one event of an extension's subscription. */
  readonly extensionEventBytes: number;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly points: PointLimits;
  readonly effort: EffortLimits;
  /** That one address may have open. */
  readonly connectionsPerAddress: number;
  /** Milliseconds that an operation may take. */
  readonly deadlineMs: number;
  /** Labels of progressive `@override` that are true, beside percentages. */
  readonly overrideLabels: ReadonlySet<string>;
  readonly sharesReads: boolean;
  /** Whose documents are run beside the web's. */
  readonly adhoc: AdhocPolicy;
  /** GraphQL endpoints that are not where the supergraph says, by lower-case name; one a replica. */
  readonly subgraphUrls: ReadonlyMap<string, readonly string[]>;
  /** Of those that do not stream over a socket, by lower-case name. */
  readonly subgraphStreams: ReadonlyMap<string, Streaming>;
  readonly webRoot: string;
}

/** @throws {StartupError} naming what is missing or wrong */
export async function readSupergraphConfiguration(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SupergraphConfiguration> {
  const read = readConfiguration(variables, environment);
  const isForeign = read.SUPERGRAPH !== undefined;
  if (!isForeign && read.INTERNAL_TOKEN_PRIVATE_KEY === undefined)
    throw new StartupError('INTERNAL_TOKEN_PRIVATE_KEY is not set; subgraphs would believe nobody.');
  const supergraphFile = pathOf(read.SUPERGRAPH ?? ownSupergraph);
  return {
    port: read.PORT,
    host: read.HOST,
    logLevel: read.LOG_LEVEL,
    drainWaitMs: read.DRAIN_WAIT_MS,
    sharesPort: read.SHARES_PORT,
    supergraphSdl: await readSupergraph(supergraphFile),
    supergraphFile,
    // Our own changes with our subgraphs: processes are replaced then.
    supergraphPollMs: read.SUPERGRAPH_POLL_MS ?? (isForeign ? 1_000 : 0),
    isForeign,
    internalTokenPrivateKey: isForeign ? null : (read.INTERNAL_TOKEN_PRIVATE_KEY ?? null),
    redisUrl: read.REDIS_URL ?? null,
    redisPrefix: read.REDIS_PREFIX,
    issuer: read.MOIM_ISSUER,
    extensionsFolder: isForeign || read.MOIM_EXTENSIONS === undefined ? null : pathOf(read.MOIM_EXTENSIONS),
    extensionEventBytes: read.EXTENSION_EVENT_BYTES,
    allowedOrigins: read.WEB_ORIGINS,
    trustedProxies: read.TRUSTED_PROXIES,
    deadlineMs: read.OPERATION_DEADLINE_MS,
    overrideLabels: new Set(read.OVERRIDE_LABELS),
    sharesReads: read.SHARED_READS,
    points: toPointLimits(read, isForeign ? noPointLimits : defaultPoints),
    effort: toEffortLimits(read, isForeign ? noEffortLimits : defaultEffort),
    connectionsPerAddress: toConnections(read, isForeign ? Infinity : undefined),
    adhoc: read.ADHOC_OPERATIONS ?? (isForeign ? 'all' : defaultAdhoc),
    subgraphUrls: readSubgraphUrls(environment),
    subgraphStreams: readSubgraphStreams(environment),
    webRoot: resolve(root, 'web/build'),
  };
}

/** npm runs us in our own folder: a relative name means the one where the person stands. */
const pathOf = (file: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), file);

async function readSupergraph(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StartupError(`The supergraph file ${path} cannot be read.`, { cause: error });
  }
}

/** `SUBGRAPH_URL_<NAME>`, one or several separated by commas: a base address means `/graphql` there. */
function readSubgraphUrls(environment: Readonly<Record<string, string | undefined>>): Map<string, string[]> {
  const names = Object.keys(environment).filter((name) => name.startsWith(urlPrefix));
  const urls = readConfiguration(
    z.object(Object.fromEntries(names.map((name) => [name, httpUrls]))),
    environment,
  );
  return new Map(
    Object.entries(urls).map(([name, all]) => [
      name.slice(urlPrefix.length).toLowerCase(),
      all.map((url) => (url.pathname === '/' ? new URL('/graphql', url).href : url.href)),
    ]),
  );
}

/** `SUBGRAPH_STREAMS_<NAME>`: `events` where its subscriptions are server-sent events. */
function readSubgraphStreams(
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, Streaming> {
  const names = Object.keys(environment).filter((name) => name.startsWith(streamsPrefix));
  const kind = z.enum(['socket', 'events'], 'must be socket or events');
  const streams = readConfiguration(
    z.object(Object.fromEntries(names.map((name) => [name, kind.default('socket')]))),
    environment,
  );
  return new Map(
    Object.entries(streams).map(([name, value]) => [name.slice(streamsPrefix.length).toLowerCase(), value]),
  );
}
