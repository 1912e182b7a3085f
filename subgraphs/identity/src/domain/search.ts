import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { maxMemberNameLength, toSortName } from './name.ts';

/** Every ending of every word of name and handle: a prefix of one of them is a part of the name. */
export function searchTermsOf(name: string, handle: string): string[] {
  const words = [...toSortName(name).split(' '), toSortName(name).replaceAll(' ', ''), handle];
  return [...new Set(words.flatMap(endingsOf))];
}

function endingsOf(word: string): string[] {
  const characters = [...word];
  return characters.map((_, start) => characters.slice(start).join(''));
}

/**
 * The words that all must occur; none when nothing is searched for.
 *
 * @throws {InvalidInputError} for control characters or more than a name may have
 */
export function toSearchWords(search: string, field: string): string[] {
  if (/[\p{Cc}\p{Cs}]/u.test(search))
    throw new InvalidInputError(field, 'A search has no control characters.');
  const text = toSortName(search).trim();
  if ([...text].length > maxMemberNameLength)
    throw new InvalidInputError(field, `A search has at most ${maxMemberNameLength} characters.`);
  return text.split(/\s+/u).filter((word) => word !== '');
}
