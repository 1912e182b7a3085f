import type { FetchDataRewrite } from '@apollo/query-planner';
import { hasInnerName, responseNameOf } from '../inner-names.ts';
import { nameInSubgraph, type StandIns } from './stand-ins.ts';

/** What a client calls what a subgraph was asked for under this name. */
export type NameInAnswer = (key: string) => string;

/**
 * Of the names in a fetch that nobody but the plan knows: inner names, stand-ins, and the aliases of fields that
 * a subgraph could not answer side by side, which are taken back where its answer is merged.
 */
export function compileAnswerNames(
  standIns: StandIns,
  rewrites: readonly FetchDataRewrite[] | undefined = [],
): NameInAnswer {
  const aliases = new Map<string, string>();
  for (const rewrite of rewrites)
    if (rewrite.kind === 'KeyRenamer') aliases.set(rewrite.path.at(-1) ?? '', rewrite.renameKeyTo);
  if (aliases.size === 0 && standIns.standsFor.size === 0) return responseNameOf;
  return (key) => {
    const name = aliases.get(key) ?? key;
    return hasInnerName(name) ? responseNameOf(name) : nameInSubgraph(standIns, name);
  };
}
