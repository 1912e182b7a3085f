import type { CombinedError } from '@urql/core';
import { codeOf } from '#lib/graphql/errors.ts';
import { errorText } from './error-text.ts';
import type { RefusedField } from './field-of.ts';

/** What a mutation answers in place of its payload. */
interface Refusal {
  readonly code?: string;
  readonly field?: string | null;
}

/**
 * Why nothing was done: what the server said, else what went wrong on the way to it.
 *
 * @param textOf - says it in the words of one form
 */
export function refusalOf(
  refusal: Refusal | undefined,
  error: CombinedError | undefined,
  textOf: (code: string, field: string | null) => string = errorText,
): RefusedField {
  const code = refusal?.code ?? (error ? codeOf(error) : 'INTERNAL');
  const field = refusal?.field ?? null;
  return { text: textOf(code, field), field };
}
