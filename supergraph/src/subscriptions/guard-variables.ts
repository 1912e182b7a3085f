import { type DocumentNode, getOperationAST } from 'graphql';
import { pick } from './sharing-keys.ts';

type Values = Readonly<Record<string, unknown>>;

const declared = new WeakMap<DocumentNode, readonly string[]>();

/**
 * Of a subscription's arguments those that its guard asks with. The others, above all the cursor, say nothing of
 * the right to listen: with them no two who come back would stand before the same guard.
 */
export function guardVariables(guard: DocumentNode, values: Values): Values {
  const names = declared.get(guard) ?? declaredIn(guard);
  declared.set(guard, names);
  return pick(values, names);
}

const declaredIn = (guard: DocumentNode): readonly string[] =>
  (getOperationAST(guard)?.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
