import { Planner } from '../graph/planner.ts';
import { answerQuestion, planIn } from './answer-question.ts';
import type { OpenPlanning, Planning } from './planning.ts';

/**
 * Planning in this thread: for tools and tests, which wait for nobody else. Nothing ends a plan that takes too long.
 *
 * @throws for what is no supergraph
 */
export function planHere(supergraphSdl: string): Planning {
  const planner = new Planner(supergraphSdl);
  return {
    facts: planner.facts,
    ask: (question) => planIn(answerQuestion(planner, question)),
    close: async () => undefined,
  };
}

export const openHere: OpenPlanning = async (supergraphSdl) => planHere(supergraphSdl);
