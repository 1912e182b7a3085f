import type { FormattedExecutionResult } from 'graphql';

const texts = new WeakMap<FormattedExecutionResult, string>();

/** A result as JSON: written once for all subscribers of a pipe, who have it in common. */
export function resultText(result: FormattedExecutionResult): string {
  const known = texts.get(result);
  if (known !== undefined) return known;
  const text = JSON.stringify(result);
  texts.set(result, text);
  return text;
}
