import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** Korea has no summer time. */
const seoulOffsetMs = 9 * 3_600_000;

/** `MO-2026-000123`: the year in Seoul and a running number that does not begin anew. */
export function policyNumber(openedAt: Date, sequence: number): string {
  const year = new Date(openedAt.getTime() + seoulOffsetMs).getUTCFullYear();
  return `MO-${year}-${String(sequence).padStart(6, '0')}`;
}

const maxSearched = 50;

/** @throws {InvalidInputError} naming the argument */
export function cleanSearch(search: string, first: number): string {
  const text = search.trim();
  if (text.length < 2 || text.length > 100)
    throw new InvalidInputError('search', 'Search for 2 to 100 characters.');
  if (first < 1 || first > maxSearched)
    throw new InvalidInputError('first', `A search finds 1 to ${maxSearched} policies.`);
  return text;
}
