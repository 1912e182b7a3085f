import { wordsOf } from '#lib/errors/error-text.ts';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import { DiscardDeadLetterDocument, ReprocessDeadLettersDocument } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** How many are tried again, or why none is. */
export async function reprocess(ids: readonly string[]): Promise<number | RefusedField> {
  const input = { ids: [...ids] };
  const { data, error } = await graph.mutation(ReprocessDeadLettersDocument, { input }).toPromise();
  const result = data?.reprocessDeadLetters;
  if (result?.__typename === 'ReprocessDeadLettersPayload') return result.reprocessedIds.length;
  if (result?.__typename === 'Conflict') return { text: m.ops_equal_waits(), field: null };
  return refusalOf(result, error);
}

const words = wordsOf({ reason: m.ops_error_reason });

/** Null when it is given up. */
export async function discard(id: string, reason: string): Promise<RefusedField | null> {
  const { data, error } = await graph
    .mutation(DiscardDeadLetterDocument, { input: { id, reason } })
    .toPromise();
  const result = data?.discardDeadLetter;
  if (result?.__typename === 'DiscardDeadLetterPayload') return null;
  if (result?.__typename === 'NotFound') return { text: m.ops_gone(), field: null };
  return refusalOf(result, error, words);
}
