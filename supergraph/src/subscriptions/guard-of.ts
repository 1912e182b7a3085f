import { type DocumentNode, print } from 'graphql';
import type { Audience } from './audience.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Guard } from './guard.ts';
import { guardVariables } from './guard-variables.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * What stands before a subscription.
 *
 * @param values - its arguments
 * @returns null where nothing is shared
 */
export function guardOf(plan: SubscriptionPlan, values: Values): Guard | null {
  const { rule, isUpstreamShared, root } = plan;
  const { guard: document } = rule;
  if (!isUpstreamShared || document === null) return null;
  const variables = guardVariables(document, values);
  const audience = audienceOf(plan, values);
  const key = canonicalJson([textOf(document), root.name.value, variables, audience]);
  return { document, variables, audience, key };
}

/** Equal where the same is asked; null: nothing is. */
export const guardText = ({ isUpstreamShared, rule }: SubscriptionPlan): string | null =>
  isUpstreamShared && rule.guard ? canonicalJson([rule.guard, rule.audience].map(textIfAny)) : null;

function audienceOf({ rule: { audience }, subgraph }: SubscriptionPlan, values: Values): Audience | null {
  if (audience === null) return null;
  return { subgraph, query: textOf(audience), variables: guardVariables(audience, values) };
}

const textIfAny = (document: DocumentNode | null): string | null => document && textOf(document);

const texts = new WeakMap<DocumentNode, string>();

/** Printed once: ten thousand may stand before one guard. */
function textOf(document: DocumentNode): string {
  const text = texts.get(document) ?? print(document);
  texts.set(document, text);
  return text;
}
