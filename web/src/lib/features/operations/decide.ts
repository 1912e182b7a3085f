import { errorText, fieldName } from '#lib/errors/error-text.ts';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import { DiscardDeadLetterDocument, ReprocessDeadLettersDocument } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** What to tell the operator; `isReason`: at the reason that they gave. */
export interface Problem {
  readonly text: string;
  readonly isReason: boolean;
}

/** How many are tried again, or why none is. */
export async function reprocess(ids: readonly string[]): Promise<number | Problem> {
  const input = { ids: [...ids] };
  const { data, error } = await graph.mutation(ReprocessDeadLettersDocument, { input }).toPromise();
  const result = data?.reprocessDeadLetters;
  if (result?.__typename === 'ReprocessDeadLettersPayload') return result.reprocessedIds.length;
  return { text: errorText(result?.code ?? (error ? codeOf(error) : 'INTERNAL')), isReason: false };
}

/** Null when it is given up. */
export async function discard(id: string, reason: string): Promise<Problem | null> {
  const { data, error } = await graph
    .mutation(DiscardDeadLetterDocument, { input: { id, reason } })
    .toPromise();
  const result = data?.discardDeadLetter;
  if (result?.__typename === 'DiscardDeadLetterPayload') return null;
  if (result?.__typename === 'InvalidInput' && fieldName(result.field) === 'reason')
    return { text: m.ops_error_reason(), isReason: true };
  if (result?.__typename === 'NotFound') return { text: m.ops_gone(), isReason: false };
  return { text: errorText(result?.code ?? (error ? codeOf(error) : 'INTERNAL')), isReason: false };
}
