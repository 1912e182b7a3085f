import { StartupError } from '@moim/kit/config/startup-error.ts';
import { readReplicaUrls, replicaVariable } from '@moim/kit/config/replica-urls.ts';
import { subgraphNames } from '../subgraph-names.ts';

/** Null: the database is the embedded one. By subgraph: those that have one of their own. */
interface NamedDatabases {
  readonly databaseUrl: string | null;
  readonly databaseUrls: ReadonlyMap<string, string>;
}

/**
 * The named replicas, by subgraph. Here they name any user that may log in: the role that only reads
 * takes its place; a subgraph that runs alone is given that role's.
 *
 * @throws {StartupError} naming what is wrong
 */
export function readNamedReplicas(
  environment: NodeJS.ProcessEnv,
  { databaseUrl, databaseUrls }: NamedDatabases,
): ReadonlyMap<string, readonly string[]> {
  const all = subgraphNames.map((subgraph) => {
    const hasOwnDatabase = databaseUrls.has(subgraph);
    const urls = readReplicaUrls(environment, { subgraph, hasOwnDatabase });
    if (urls.length > 0 && databaseUrl === null && !hasOwnDatabase) throw isNobodys(environment, subgraph);
    return [subgraph, urls] as const;
  });
  return new Map(all);
}

/** Nothing elsewhere repeats the embedded database. */
function isNobodys(environment: NodeJS.ProcessEnv, subgraph: string): StartupError {
  const own = replicaVariable(subgraph);
  const variable = environment[own]?.trim() ? own : 'DATABASE_REPLICA_URLS';
  return new StartupError(
    `${variable} is set, but the database that it repeats is not: set ${variable.replace('_REPLICA_URLS', '_URL')} too.`,
  );
}
