import { describe, expect, it } from 'vitest';
import { interfaceObjectWorld, libraryWorld } from '../../testing/federated/library-world.ts';
import type { Fault } from '../../testing/federated/faults.ts';
import { Rig } from '../../testing/federated/rig.ts';
import { prepareOperation } from '../prepare-operation.ts';
import { planContext } from './plan-context.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

const rigs = [libraryWorld, interfaceObjectWorld].map(
  (world) => new Rig(world, { prepareOperation, planContext }),
);

/** Of each place of the answer where a value is wrong. */
async function blamed(text: string, field: string, fault: Fault) {
  const told = rigs.map(async (rig) => {
    const faults = { byField: new Map([[field, fault]]), every: 1 };
    const { violations } = await rig.ours({ text, variables: {}, faults });
    return violations.map(({ path, subgraph }) => `${path.join('.')}: ${subgraph ?? 'nobody'}`);
  });
  const [one, other] = await Promise.all(told);
  expect(other).toEqual(one); // however the interface is resolved
  return one;
}

describe('a value that may not be there is of', () => {
  it.each<[string, string, string, Fault, string[]]>([
    ['the root', '{ book(isbn: "b2") { pages } }', 'Book.pages', 'null', ['book.pages: catalogue']],
    [
      'below it',
      '{ book(isbn: "b2") { size { height } } }',
      'Size.height',
      'null',
      ['book.size.height: catalogue'],
    ],
    [
      'an entity',
      '{ books { title author { born } } }',
      'Author.born',
      'null',
      [
        'books.0.author.born: people',
        'books.1.author.born: people',
        'books.2.author.born: people',
        'books.3.author.born: people',
      ],
    ],
    ['an enum', '{ best { kind } }', 'Book.kind', 'unknown value', ['best.kind: catalogue']],
    ['an alias', '{ one: book(isbn: "b1") { id: pages } }', 'Book.pages', 'null', ['one.id: catalogue']],
    [
      'a list of the third subgraph',
      '{ book(isbn: "b1") { loans { id book { title isbn open } } } }',
      'Book.open',
      'null',
      ['book.loans.0.book.open: loans'],
    ],
    [
      'a type of an interface',
      '{ best { ... on Book { pages } } }',
      'Book.pages',
      'null',
      ['best.pages: catalogue'],
    ],
  ])('%s', async (_, text, field, fault, expected) => {
    expect(await blamed(text, field, fault)).toEqual(expected);
  });
});
