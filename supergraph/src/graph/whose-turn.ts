import type { DocumentNode } from 'graphql';
import { payersOf } from '../limits/payers.ts';
import type { Caller } from './caller.ts';

/**
 * In whose turn a document may be planned when this caller asks. It is planned in the first that comes of all who ask
 * for it; a document that many ask for, one of those known beforehand, has turns of its own.
 *
 * @param document - with what was read of its text, however it was changed since
 * @param caller - null: nobody in particular
 */
export function whoseTurn(
  { definitions: [first] }: DocumentNode,
  caller: Caller | null,
  trusted: ReadonlySet<string>,
): string {
  const text = first?.loc?.source.body;
  if (text !== undefined && trusted.has(text)) return `document:${text}`;
  const [payer] = caller ? payersOf(caller) : [];
  return payer?.id ?? '';
}
