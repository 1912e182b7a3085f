import type { PlanNode } from '@apollo/query-planner';
import { compilePlan } from '../plan/compile-plan.ts';
import type { Step } from '../plan/compiled-plan.ts';
import type { PlanContext } from '../plan/plan-context.ts';
import { partOfPiece } from './split-parts.ts';

/** What fetches something. */
export interface PartStep {
  /** Null: what is around it has fetched all of it. */
  readonly step: Step | null;
  /** Of the same part, see `split-parts.ts`. */
  readonly pieces: readonly DeferredStep[];
}

/** What fetches one part of an answer, or a piece of it. */
export interface DeferredStep extends PartStep {
  /** Fetches around it whose answers it needs. */
  readonly depends: readonly string[];
}

/** A plan whose parts are run apart. */
export interface DeferredPlan {
  /** Without a step: everything is deferred. */
  readonly primary: PartStep;
  /** By label, nested ones beside those that they are in. */
  readonly deferred: ReadonlyMap<string, DeferredStep>;
}

/** @param node - as the planner makes it where it may defer; nothing: no subgraph is asked */
export function compileDeferredPlan(context: PlanContext, node: PlanNode | undefined): DeferredPlan {
  const deferred = new Map<string, DeferredStep>();
  return { primary: compileParts(context, node, deferred), deferred };
}

function compileParts(
  context: PlanContext,
  node: PlanNode | undefined,
  deferred: Map<string, DeferredStep>,
  whole = node,
): PartStep {
  if (node?.kind !== 'Defer') return { step: node ? compilePlan(context, node, whole) : null, pieces: [] };
  const pieces: DeferredStep[] = [];
  for (const { label = '', depends, node: inner } of node.deferred) {
    const later = { ...compileParts(context, inner, deferred, whole), depends: depends.map(({ id }) => id) };
    if (partOfPiece(label) === null) deferred.set(label, later);
    else pieces.push(later);
  }
  return { step: node.primary.node ? compilePlan(context, node.primary.node, whole) : null, pieces };
}

/** All that is fetched, what is in a part after it. */
export const stepsOf = ({ primary, deferred }: DeferredPlan): (Step | null)[] =>
  [primary, ...deferred.values()].flatMap(stepsIn);

const stepsIn = ({ step, pieces }: PartStep): (Step | null)[] => [step, ...pieces.flatMap(stepsIn)];
