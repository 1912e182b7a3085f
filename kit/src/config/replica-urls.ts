import { z } from 'zod';
import { readConfiguration } from './read-configuration.ts';
import { postgresUrl } from './variables.ts';

/** Any number, separated by commas; a comma inside a password is written %2C. */
const postgresUrls = z
  .string()
  .transform((list) => list.split(',').map((url) => url.trim()))
  .pipe(z.array(postgresUrl));

export interface ReadReplicaUrlsOptions {
  readonly subgraph: string;
  /** Whether DATABASE_URL_<NAME> is set: what repeats the common database does not repeat that one. */
  readonly hasOwnDatabase: boolean;
}

export const replicaVariable = (subgraph: string): string =>
  `DATABASE_REPLICA_URLS_${subgraph.toUpperCase()}`;

/**
 * The replicas of a subgraph's database: `DATABASE_REPLICA_URLS_<NAME>`, else `DATABASE_REPLICA_URLS`.
 *
 * @throws {StartupError} naming the variable that is wrong
 */
export function readReplicaUrls(
  environment: Readonly<Record<string, string | undefined>>,
  { subgraph, hasOwnDatabase }: ReadReplicaUrlsOptions,
): readonly string[] {
  const own = replicaVariable(subgraph);
  const variables = { DATABASE_REPLICA_URLS: postgresUrls.optional(), [own]: postgresUrls.optional() };
  const read = readConfiguration(z.object(variables), environment);
  return read[own] ?? (hasOwnDatabase ? [] : (read['DATABASE_REPLICA_URLS'] ?? []));
}
