import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { canonicalJson } from './canonical-json.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What must be equal for two subscriptions to have one upstream: never the cursor, never the viewer. */
export function upstreamKey({ subgraph, upstream }: SubscriptionPlan, variables: Variables): string {
  return canonicalJson([subgraph, upstream.query, pick(variables, upstream.variableNames)]);
}

/** What must be equal for two subscribers of one upstream to have one result. */
export function pipeKey(
  query: string,
  { operationName, choice, cursorVariable }: SubscriptionPlan,
  variables: Variables,
  viewer: Viewer | null,
): string {
  const counted = Object.entries(variables).filter(([name]) => name !== cursorVariable);
  return canonicalJson([
    query,
    operationName ?? null,
    choice,
    Object.fromEntries(counted),
    viewerClass(viewer),
  ]);
}

/** Everything about a viewer that may change a shared answer. */
export const viewerClass = (viewer: Viewer | null): readonly string[] | null =>
  viewer ? [...viewer.roles].sort() : null;

export function pick(variables: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(names.flatMap((name) => (name in variables ? [[name, variables[name]]] : [])));
}
