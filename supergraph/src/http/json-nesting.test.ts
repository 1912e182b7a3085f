import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxJsonNesting, nestsTooDeep } from './json-nesting.ts';

const pad = ' '.repeat(2_048);
const nested = (levels: number): string => '[{"a":'.repeat(levels / 2) + '1' + '}]'.repeat(levels / 2);

it.each([
  ['as deep as it may', nested(maxJsonNesting), false],
  ['one deeper', `[${nested(maxJsonNesting)}]`, true],
  ['brackets that are never closed', '['.repeat(1_000), true],
  ['many of one kind and few of the other', `${'['.repeat(200)}${'{'.repeat(1)}`, true],
  ['many beside each other', '[],'.repeat(1_000), false],
  ['brackets in a string', `"${'['.repeat(1_000)}"`, false],
  ['behind a quotation mark that ends no string', `"\\"${'['.repeat(1_000)}"`, false],
  ['behind a string that ends with a backslash', `"\\\\"${'['.repeat(1_000)}`, true],
  ['behind a string that does not end', `"${'['.repeat(1_000)}`, false],
])('%s', (_, json, isTooDeep) => expect(nestsTooDeep(Buffer.from(json + pad))).toBe(isTooDeep));

it('what is small is left to the parser', () => {
  expect(nestsTooDeep(Buffer.from('['.repeat(2_047)))).toBe(false);
});

it('never takes JSON that nests less for what nests too deep', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 20 }), (json) => !nestsTooDeep(Buffer.from(json + pad))),
    { numRuns: 200 },
  );
});
