import { z } from 'zod';
import { StartupError } from '../config/startup-error.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import { readReplicaUrls } from '../config/replica-urls.ts';
import {
  drainWait,
  httpUrl,
  httpUrls,
  logLevel,
  port,
  postgresUrl,
  redisPrefix,
  redisUrl,
} from '../config/variables.ts';

const variables = z.object({
  PORT: port.default(0),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: logLevel.default('info'),
  DATABASE_URL: postgresUrl.optional(),
  /** Set: what processes tell each other goes through it; absent: through this process alone. */
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: redisPrefix.default('moim'),
  DRAIN_WAIT_MS: drainWait,
  /** Checks who calls: only the supergraph can sign. */
  INTERNAL_TOKEN_PUBLIC_KEY: z.string(),
  /** Only for a subgraph that reads the events of others. */
  INTERNAL_TOKEN_PRIVATE_KEY: z.string().optional(),
  /** Set: identity's access tokens are taken from other routers and tools too. */
  ACCESS_TOKEN_JWKS_URL: httpUrl.optional(),
  MOIM_ISSUER: z.string().default('moim'),
});

export interface SubgraphConfiguration extends z.output<typeof variables> {
  /** Logs in as the subgraph's own role: `DATABASE_URL_<NAME>`, else `DATABASE_URL`. */
  readonly databaseUrl: string;
  /** Of its replicas, where it logs in as the role that only reads. */
  readonly replicaUrls: readonly string[];
  /** `SUBGRAPH_URL_<NAME>` by lower-case name; one a replica. */
  readonly subgraphUrls: ReadonlyMap<string, readonly URL[]>;
}

const urlPrefix = 'SUBGRAPH_URL_';

/** @throws {StartupError} naming what is missing or wrong */
export function readSubgraphConfiguration(
  name: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SubgraphConfiguration {
  const own = `DATABASE_URL_${name.toUpperCase()}`;
  const parsed = readConfiguration(variables, environment);
  const { [own]: ownUrl } = readConfiguration(z.object({ [own]: postgresUrl.optional() }), environment);
  const databaseUrl = ownUrl ?? parsed.DATABASE_URL;
  if (!databaseUrl) throw new StartupError(`${own} is not set, nor is DATABASE_URL.`);
  const hasOwnDatabase = ownUrl !== undefined;
  const replicaUrls = readReplicaUrls(environment, { subgraph: name, hasOwnDatabase });
  return { ...parsed, databaseUrl, replicaUrls, subgraphUrls: subgraphUrls(environment) };
}

function subgraphUrls(environment: Readonly<Record<string, string | undefined>>): Map<string, URL[]> {
  const names = Object.keys(environment).filter((name) => name.startsWith(urlPrefix));
  const schema = z.object(Object.fromEntries(names.map((name) => [name, httpUrls])));
  const urls = Object.entries(readConfiguration(schema, environment));
  return new Map(urls.map(([name, url]) => [name.slice(urlPrefix.length).toLowerCase(), url]));
}
