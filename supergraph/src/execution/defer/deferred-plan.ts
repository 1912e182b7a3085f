import type { PlanNode } from '@apollo/query-planner';
import { compilePlan } from '../plan/compile-plan.ts';
import type { Step } from '../plan/compiled-plan.ts';
import type { PlanContext } from '../plan/plan-context.ts';

/** What fetches one part of an answer. */
export interface DeferredStep {
  /** Fetches of the parts around it whose answers it needs. */
  readonly depends: readonly string[];
  /** Null: the parts around it have fetched all of it. */
  readonly step: Step | null;
}

/** A plan whose parts are run apart. */
export interface DeferredPlan {
  /** Null: everything is deferred. */
  readonly primary: Step | null;
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
): Step | null {
  if (!node) return null;
  if (node.kind !== 'Defer') return compilePlan(context, node, whole);
  for (const { label = '', depends, node: inner } of node.deferred) {
    const step = compileParts(context, inner, deferred, whole);
    deferred.set(label, { depends: depends.map(({ id }) => id), step });
  }
  return node.primary.node ? compilePlan(context, node.primary.node, whole) : null;
}
