import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readWebDocuments } from '../access/web-documents.ts';
import { countComparisons } from './count-comparisons.ts';
import { defaultLimits } from './operation-limits.ts';

const count = (query: string) => countComparisons(parse(query), defaultLimits.comparisons);
const times = (many: number, text: (at: number) => string) =>
  Array.from({ length: many }, (_, at) => text(at)).join(' ');

describe('pairs that are compared', () => {
  it.each([
    ['none where every name is there once', '{ a b c { a b } }', 0],
    ['each with each other', '{ a a a a }', 6],
    ['by what they are called in the answer', '{ a: x a: y b: a }', 1],
    ['also of what is below them, merged', '{ a { b } a { b } a { b c } }', 3 + 3],
    ['through fragments of both kinds', '{ a ... { a } ...F } fragment F on Q { a }', 3],
    ['a fragment that is spread twice once', '{ ...F ...F } fragment F on Q { a }', 0],
    ['of every operation', 'query A { a a } query B { b b b }', 1 + 3],
    ['of a fragment that nothing spreads', '{ a } fragment F on Q { b b ...G } fragment G on Q { b }', 3],
  ])('%s', (_, query, pairs) => expect(count(query)).toBe(pairs));

  it('are not counted beyond the limit', () => {
    expect(count(`{ ${times(142, () => 'a')} }`)).toBeGreaterThan(10_000);
    expect(count(`{ ${times(141, () => 'a')} }`)).toBe((141 * 140) / 2);
  });

  it.each([
    ['a fragment within itself', '{ ...A } fragment A on Q { a { ...A } }'],
    [
      'fragments that expand to 2^30 places',
      `{ ...F0 } ${times(30, (at) => `fragment F${at} on Q { a { ...F${at + 1} } b { ...F${at + 1} } }`)} fragment F30 on Q { a }`,
    ],
  ])('%s has no end', (_, query) => expect(count(query)).toBe(Infinity));
});

it('every document of the web is far from the limit', async () => {
  const counts = [...(await readWebDocuments()).values()].map((text) => count(text));
  expect(Math.max(...counts)).toBeLessThan(defaultLimits.comparisons / 10);
});
