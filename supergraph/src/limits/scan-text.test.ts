import fc from 'fast-check';
import { Lexer, Source, TokenKind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from './operation-limits.ts';
import { scanText, type WrittenLimits } from './scan-text.ts';

const none: WrittenLimits = {
  ...{ tokens: Infinity, aliases: Infinity, directives: Infinity },
  ...{ nesting: Infinity, nameCharacters: Infinity, lines: Infinity },
};

/** As the parser counts; null for what it cannot read. */
function tokensByParser(text: string): number | null {
  const lexer = new Lexer(new Source(text));
  try {
    let count = 0;
    while (lexer.advance().kind !== TokenKind.EOF) count += 1;
    return count;
  } catch {
    return null;
  }
}

const pieces = [
  ...['{', '}', '(', ')', '[', ']', '...', '@', ':', '$', '!', '=', '|', '&', 'a', '_b1', '12', '-1.5e3'],
  ...['""', '"a\\"b"', '"""b "c" \n d"""', '"""\\""" """', '# of {[(@ \n', '\n', '\r\n', ' ', ',', '\t'],
];

it('counts the tokens of whatever the parser can read as it does', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (some) => {
      const text = some.join(' ');
      const expected = tokensByParser(text);
      fc.pre(expected !== null);
      expect(scanText(text, none)).toEqual({ tokens: expected, exceeded: null });
    }),
  );
});

it('comes to an end whatever the text is', () => {
  const anything = fc.array(fc.constantFrom(...pieces, '"', '"""', '\\', '\0', '한'), { maxLength: 30 });
  fc.assert(fc.property(anything, (some) => void scanText(some.join(''), defaultLimits)));
});

describe('the first of which there is too much', () => {
  const times = (count: number, text: string) => text.repeat(count);
  it.each<[keyof WrittenLimits, (count: number) => string]>([
    ['tokens', (count) => times(count, 'a ')],
    ['aliases', (count) => `{ ${times(count, 'b:a ')} }`],
    ['directives', (count) => `{ a ${times(count, '@b ')} }`],
    ['nesting', (count) => times(count, '[')],
    ['nameCharacters', (count) => times(count, 'a')],
    ['lines', (count) => times(count - 1, '\n')],
  ])('%s: up to the limit nothing is said', (limit, text) => {
    const most = defaultLimits[limit];
    expect(scanText(text(most), defaultLimits).exceeded).toBeNull();
    expect(scanText(text(most + 1), defaultLimits).exceeded).toMatchObject({
      limit,
      message: expect.stringContaining(`more than ${most} `),
    });
  });

  it('is not looked beyond', () => {
    expect(scanText(times(1_000_000, '@a '), defaultLimits).tokens).toBeLessThan(2 * 11);
  });

  it.each([
    ['a name of an argument', `{ a(${times(20, 'b: 1 ')}) }`],
    ['a variable', `query (${times(20, '$a: Int ')}) { a }`],
    ['a field of a value', `{ a(b: [{ ${times(20, 'c: { d: 1 } ')} }]) }`],
    ['an argument of a directive', `{ a @b(${times(20, 'c: 1 ')}) }`],
    ['a colon in a string', `{ a(b: "${times(20, 'c: ')}") }`],
    ['a colon in a comment', `{ a } # ${times(20, 'c: ')}`],
    ['a colon in a text of several lines', `{ a(b: """${times(20, 'c: @d [\n')}""") }`],
  ])('%s is no alias', (_, text) => expect(scanText(text, defaultLimits).exceeded).toBeNull());
});
