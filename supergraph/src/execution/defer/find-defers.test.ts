import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { operationIn } from '../../graph/operation-in.ts';
import { DeferFinder } from './find-defers.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const document = parse(`query (${names.map((name) => `$${name}: Boolean!`).join()}) {
  me { ${names.map((name) => `... @defer(if: $${name}, label: "${name}") { ${name} }`).join(' ')} }
}`);
/** What is deferred, of the choice with that number. */
const choice = (number: number) =>
  Object.fromEntries(names.map((name, bit) => [name, (number & (1 << bit)) !== 0]));

it('defers by the first sixteen choices of its variables, and nothing by any other', () => {
  const finder = new DeferFinder();
  const find = (number: number) => finder.find(document, operationIn(document, undefined), choice(number));
  const first = Array.from({ length: 32 }, (_, number) => find(31 - number));
  expect(first.map((found) => found?.defers.size ?? 0)).toEqual([
    ...[5, 4, 4, 3, 4, 3, 3, 2, 4, 3, 3, 2, 3, 2, 2, 1],
    ...Array.from({ length: 16 }, () => 0),
  ]);
  expect(Array.from({ length: 32 }, (_, number) => find(31 - number))).toEqual(first);
  expect(find(31)).toBe(first[0]);
});
