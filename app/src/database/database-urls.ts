import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { postgresUrl } from '@moim/kit/config/variables.ts';
import { z } from 'zod';
import { subgraphNames } from '../subgraph-names.ts';

export const databaseVariable = (subgraph: string): string => `DATABASE_URL_${subgraph.toUpperCase()}`;

/**
 * `DATABASE_URL_<NAME>` of subgraphs that live apart from the others, by subgraph. Here they name
 * the user that prepares that database; a subgraph that runs alone takes its own role's.
 *
 * @throws {StartupError} naming what is wrong
 */
export function readDatabaseUrls(environment: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  const variables = subgraphNames.map((name) => [databaseVariable(name), postgresUrl.optional()] as const);
  const read = readConfiguration(z.object(Object.fromEntries(variables)), environment);
  return new Map(
    subgraphNames.flatMap((name) => {
      const url = read[databaseVariable(name)];
      return url === undefined ? [] : [[name, url] as const];
    }),
  );
}
