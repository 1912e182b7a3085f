import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { maxMemberNameLength, toName, toSortName } from './name.ts';

const nameOf = (value: string) => toName(value, 'name', maxMemberNameLength);

describe('a name', () => {
  it.each([
    ['a', 'a'],
    ['김민지', '김민지'],
    ['  Minji   Kim ', 'Minji Kim'],
    ['Minji\u3000Kim', 'Minji Kim'],
    ['José', 'José'.normalize('NFC')],
    ['민지'.normalize('NFD'), '민지'],
    ['👩‍🔧', '👩‍🔧'],
    ["O'Neill-Søren Jr.", "O'Neill-Søren Jr."],
    ['가'.repeat(50), '가'.repeat(50)],
    ['👍'.repeat(50), '👍'.repeat(50)],
  ])('%j is kept as %j', (value, kept) => {
    expect(nameOf(value)).toBe(kept);
  });

  it.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['51 characters', '가'.repeat(51)],
    ['a line break', 'Min\nji'],
    ['a NUL', 'Min\u0000ji'],
    ['a C1 control', 'Min\u0085ji'],
    ['a direction override', 'Min\u202Eji'],
    ['a zero-width space', 'Min\u200Bji'],
    ['only a joiner', '\u200D'],
    ['only a Hangul filler', '\u3164'],
    ['a lone surrogate', 'Min\uD800'],
    ['a private character', 'Min\uE000'],
    ['a line separator', 'Min\u2028ji'],
    ['only a combining mark', '\u0301'],
  ])('%s is refused by field', (_, value) => {
    expect(() => nameOf(value)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'name' }));
    expect(() => nameOf(value)).toThrow(InvalidInputError);
  });

  it('is compared without case and compatibility forms', () => {
    expect(toSortName('ＭＩＮＪＩ')).toBe(toSortName('minji'));
  });
});
