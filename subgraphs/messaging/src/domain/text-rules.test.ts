import { describe, expect, it } from 'vitest';
import { cleanMessageText, cleanTitle } from './text-rules.ts';

const refusal = (field: string) => expect.objectContaining({ code: 'BAD_USER_INPUT', field });

describe('the text of a message', () => {
  it.each([
    ['loses the blanks at its end', 'hello \n\t ', 'hello'],
    ['keeps the blanks at its start', '  hello', '  hello'],
    ['keeps newlines and tabs', 'a\n\tb', 'a\n\tb'],
    ['may be 4000 characters long', 'x'.repeat(4000), 'x'.repeat(4000)],
    ['counts an emoji as one character', '🚗'.repeat(4000), '🚗'.repeat(4000)],
    ['is measured after trimming', `${'x'.repeat(4000)}   `, 'x'.repeat(4000)],
    ['may be Korean', '안녕하세요', '안녕하세요'],
  ])('%s', (_, typed, stored) => {
    expect(cleanMessageText(typed)).toBe(stored);
  });

  it.each([
    ['nothing', ''],
    ['blanks alone', ' \n\t '],
    ['4001 characters', 'x'.repeat(4001)],
    ['a null character', 'a\u0000b'],
    ['an escape', 'a\u001Bb'],
    ['a carriage return', 'a\rb'],
    ['a C1 control', 'a\u0085b'],
    ['half of a surrogate pair', 'a\uD83Db'],
  ])('is refused when it is %s', (_, typed) => {
    expect(() => cleanMessageText(typed)).toThrow(refusal('input.text'));
  });
});

describe('the title of a room', () => {
  it('is one trimmed line of up to 80 characters', () => {
    expect(cleanTitle('  Sales  ')).toBe('Sales');
    expect(cleanTitle('가'.repeat(80))).toBe('가'.repeat(80));
  });

  it.each(['', ' ', 'x'.repeat(81), 'two\nlines', 'a\tb'])('is refused as %j', (typed) => {
    expect(() => cleanTitle(typed)).toThrow(refusal('input.title'));
  });
});
