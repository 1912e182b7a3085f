import { readFile } from 'node:fs/promises';
import type { Supergraphs } from './extensions/installed.ts';

/** Where third parties build: our graph without what is for staff, operators and one's own account or money. */
export const integratorPath = '/integrator/graphql';

/** The variants of our own graph beside the whole, by path. */
export const variantsOf = ({ integrator }: Pick<Supergraphs, 'integrator'>): ReadonlyMap<string, string> =>
  new Map([[integratorPath, integrator]]);

/** Our own graph, as it is committed. */
export async function readOwnSupergraphs(): Promise<Supergraphs> {
  const [graph, integrator] = await Promise.all([
    readFile(new URL(import.meta.resolve('@moim/schema/supergraph.graphql')), 'utf8'),
    readFile(new URL(import.meta.resolve('@moim/schema/integrator-supergraph.graphql')), 'utf8'),
  ]);
  return { graph, integrator };
}
