import type { Fault, PlanAnswer } from './answer-question.ts';
import type { PlanQuestion } from './planning.ts';
import type { SupergraphFacts } from './supergraph-facts.ts';

/** What a planning thread is asked. Each but the last kind is answered once, before the next is asked. */
export type WorkerRequest =
  | { readonly kind: 'load'; readonly graph: number; readonly supergraphSdl: string }
  | { readonly kind: 'plan'; readonly graph: number; readonly question: PlanQuestion }
  | { readonly kind: 'forget'; readonly graph: number };

export type WorkerReply = { readonly kind: 'loaded'; readonly facts: SupergraphFacts } | PlanAnswer | Fault;
