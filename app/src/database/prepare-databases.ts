import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SubgraphToMigrate } from '@moim/kit/db/apply-migrations.ts';
import { migrate } from '@moim/kit/db/migrate.ts';
import { root } from '../configuration.ts';
import { subgraphNames } from '../subgraph-names.ts';

export interface PrepareDatabasesOptions {
  /** Of the user that may create roles and schemas, by subgraph. */
  readonly ownerUrlOf: (subgraph: string) => string;
  readonly roleSecret: string;
  readonly subgraphs?: readonly SubgraphToMigrate[];
}

/** Without loading their code. */
const everySubgraph: readonly SubgraphToMigrate[] = subgraphNames.map((name) => ({
  name,
  migrations: pathToFileURL(join(root, 'subgraphs', name, 'migrations/')),
}));

/**
 * Brings every database to what this version needs, each once and under its own lock.
 *
 * @returns the files applied now, as `subgraph/file`
 * @throws {StartupError} as `migrate`
 */
export async function prepareDatabases({
  ownerUrlOf,
  roleSecret,
  subgraphs = everySubgraph,
}: PrepareDatabasesOptions): Promise<string[]> {
  const byUrl = Map.groupBy(subgraphs, ({ name }) => ownerUrlOf(name));
  const applied: string[] = [];
  for (const [url, those] of byUrl) applied.push(...(await migrate({ url, roleSecret, subgraphs: those })));
  return applied;
}
