import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import type { LogLevel } from '@moim/kit/config/variables.ts';
import { defaultAdhoc } from './access/adhoc-variable.ts';
import type { AdhocPolicy } from './access/trusted-documents.ts';
import { readSubgraphStreams, readSubgraphUrls } from './configuration/subgraph-addresses.ts';
import { pathFrom, readSupergraph } from './configuration/supergraph-file.ts';
import { variables } from './configuration/variables.ts';
import type { Streaming } from './execution/remote-connection.ts';
import { defaultEffort, type EffortLimits, noEffortLimits } from './limits/effort-limits.ts';
import { toConnections, toEffortLimits } from './limits/effort-variables.ts';
import { defaultPoints, noPointLimits, type PointLimits } from './limits/point-limits.ts';
import { toPointLimits } from './limits/point-variables.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ownSupergraph = resolve(root, 'schema/supergraph.graphql');

export interface SupergraphConfiguration {
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
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
  const supergraphFile = pathFrom(read.SUPERGRAPH ?? ownSupergraph);
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
    extensionsFolder: isForeign || read.MOIM_EXTENSIONS === undefined ? null : pathFrom(read.MOIM_EXTENSIONS),
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
