import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchTermsOf, toSearchWords } from './search.ts';

/** What the index answers. */
const finds = (search: string, name: string, handle = 'handle') =>
  toSearchWords(search, 'search').every((word) =>
    searchTermsOf(name, handle).some((term) => term.startsWith(word)),
  );

describe('a search', () => {
  it.each([
    ['김민지', '김민지'],
    ['민지', '김민지'],
    ['지', '김민지'],
    ['김민지', '김 민지'],
    ['MIN', 'Minji Kim'],
    ['kim min', 'Minji Kim'],
    ['ji k', 'Minji Kim'],
    ['ｍｉｎ', 'Minji'],
    ['%', '100% Bob'],
    ['', 'anybody'],
    ['   ', 'anybody'],
  ])('%j finds %j', (search, name) => {
    expect(finds(search, name)).toBe(true);
  });

  it.each([
    ['민수', '김민지'],
    ['kim park', 'Minji Kim'],
    ['%', 'Minji'],
    ['_', 'Minji'],
  ])('%j does not find %j', (search, name) => {
    expect(finds(search, name)).toBe(false);
  });

  it('finds any part of any word', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const [word = ''] = toSearchWords(text.replace(/[\p{Cc}\p{Cs}]/gu, ''), 'search');
          const characters = [...word];
          const part = characters
            .slice(a % (characters.length + 1), (b % (characters.length + 1)) + 1)
            .join('');
          expect(finds(part, word)).toBe(true);
        },
      ),
    );
  });

  it.each(['a\u0000b', 'a\nb', '\uD800', 'a'.repeat(51)])('refuses %j by field', (search) => {
    expect(() => toSearchWords(search, 'search')).toThrow(expect.objectContaining({ field: 'search' }));
  });
});
