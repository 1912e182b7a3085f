import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textParts } from './text-parts.ts';

const linksOf = (text: string) => textParts(text).flatMap(({ href }) => href ?? []);

describe('textParts', () => {
  it('finds web addresses without the punctuation around them', () => {
    expect(linksOf('see (https://moim.dev/a?b=1), or http://moim.dev/c.')).toEqual([
      'https://moim.dev/a?b=1',
      'http://moim.dev/c',
    ]);
  });

  it('makes nothing but http and https a link', () => {
    expect(linksOf('javascript:alert(1) ftp://moim.dev data:text/html,x')).toEqual([]);
  });

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl())), (pieces) => {
        const text = pieces.join(' ');
        expect(
          textParts(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
