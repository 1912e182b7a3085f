import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

const maxSearchLength = 80;
const maxCitiesFound = 50;

/** Lower case, without accents and apostrophes: `São Paulo` is found by `sao pau`, `Xi’an` by `xian`. */
export function searchable(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{Mn}/gu, '');
  return plain
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʻʼ-]/g, '')
    .trim();
}

/** @throws {InvalidInputError} naming the argument */
export function assertCitySearch(search: string, first: number): void {
  if (search.length > maxSearchLength)
    throw new InvalidInputError('search', `At most ${maxSearchLength} characters are searched for.`);
  if (first < 1 || first > maxCitiesFound)
    throw new InvalidInputError('first', `1 to ${maxCitiesFound} cities are found at once.`);
}
