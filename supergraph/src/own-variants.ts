import { readFile } from 'node:fs/promises';

/** Where third parties build: our graph without what is for staff, operators and one's own account or money. */
export const integratorPath = '/integrator/graphql';

/** The variants of our own graph beside the whole, by path. */
export async function readOwnVariants(): Promise<ReadonlyMap<string, string>> {
  const file = new URL(import.meta.resolve('@moim/schema/integrator-supergraph.graphql'));
  return new Map([[integratorPath, await readFile(file, 'utf8')]]);
}
