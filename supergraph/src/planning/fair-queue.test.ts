import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

type Put = readonly [who: string, item: number];

function queueOf(puts: readonly Put[]): FairQueue<number> {
  const queue = new FairQueue<number>();
  for (const [who, item] of puts) queue.put(who, item);
  return queue;
}

function drained(queue: FairQueue<number>): number[] {
  const order: number[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) order.push(item);
  return order;
}

it.each<[string, readonly Put[], readonly number[]]>([
  ['nobody', [], []],
  [
    'one after the other',
    [
      ['ann', 1],
      ['ann', 2],
    ],
    [1, 2],
  ],
  [
    'whose turn it is, however many another one has',
    [
      ['ann', 1],
      ['ann', 2],
      ['bob', 3],
    ],
    [1, 3, 2],
  ],
  [
    'what is also another one’s, in theirs',
    [
      ['ann', 1],
      ['ann', 2],
      ['ann', 3],
      ['bob', 3],
    ],
    [1, 3, 2],
  ],
  [
    'and in the first one’s, where that is sooner',
    [
      ['ann', 1],
      ['bob', 2],
      ['bob', 3],
      ['bob', 1],
    ],
    [1, 2, 3],
  ],
  [
    'what is twice the same one’s, once',
    [
      ['ann', 1],
      ['ann', 1],
    ],
    [1],
  ],
])('lets in %s', (_, puts, order) => {
  expect(drained(queueOf(puts))).toEqual(order);
});

const whos = fc.constantFrom('ann', 'bob', 'cho', 'dan');
/** Each item once, in the order in which they come. */
const putsOf = fc
  .array(whos, { minLength: 1, maxLength: 12 })
  .map((all) => all.map((who, item): Put => [who, item]));

describe('whatever is put in', () => {
  it('what two ask for comes when it would have come to the first of them to have it, and no sooner', () => {
    const several = fc.tuple(putsOf, fc.nat(), fc.nat(), whos);
    fc.assert(
      fc.property(several, ([puts, first, later, another]) => {
        const index = first % puts.length;
        const shared = puts[index]?.[1] ?? 0;
        const at = index + 1 + (later % (puts.length - index));
        const both = [...puts.slice(0, at), [another, shared] as const, ...puts.slice(at)];
        const onlyAnother = both.filter((_put, place) => place !== index);
        const placeIn = (asked: readonly Put[]) => drained(queueOf(asked)).indexOf(shared);
        expect(placeIn(both)).toBe(Math.min(placeIn(puts), placeIn(onlyAnother)));
        expect(drained(queueOf(both)).toSorted((a, b) => a - b)).toEqual(puts.map(([, item]) => item));
      }),
      { numRuns: 500 },
    );
  });

  it('what is withdrawn by one of two is as if they had not asked, and by both is gone', () => {
    fc.assert(
      fc.property(putsOf, fc.nat(), ([...puts], index) => {
        const shared = puts[index % puts.length]?.[1] ?? 0;
        const owner = puts[index % puts.length]?.[0] ?? '';
        const queue = queueOf(puts);
        queue.put('eve', shared);
        queue.withdraw('eve', shared);
        expect(queue.size).toBe(puts.length);
        expect(drained(queue)).toEqual(drained(queueOf(puts)));
        const other = queueOf(puts);
        other.withdraw(owner, shared);
        expect([other.size, drained(other).includes(shared)]).toEqual([puts.length - 1, false]);
      }),
    );
  });
});

it('says whether what is removed was there', () => {
  const queue = queueOf([
    ['ann', 1],
    ['bob', 1],
  ]);
  expect([queue.remove(1), queue.remove(1), queue.size, queue.take()]).toEqual([true, false, 0, undefined]);
});
