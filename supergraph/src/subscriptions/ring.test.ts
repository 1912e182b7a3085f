import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ring, type RingBounds, type RingEntry } from './ring.ts';

const entry = (cursor: number | null, bytes = 1): RingEntry => ({
  result: { data: { cursor } },
  cursor,
  bytes,
});

function ringOf(cursors: readonly number[], openedAfter: number | null, bounds?: RingBounds): Ring {
  const ring = new Ring(openedAfter, bounds);
  for (const cursor of cursors) ring.append(entry(cursor));
  return ring;
}

/** What a newcomer who has seen `cursor` would be given. */
function servedAfter(ring: Ring, cursor: number): (number | null)[] | null {
  const from = ring.positionAfter(cursor);
  if (from === null) return null;
  const positions = Array.from({ length: ring.head - from }, (_, index) => from + index);
  return positions.map((position) => {
    const found = ring.at(position);
    return found && found !== 'dropped' ? found.cursor : null;
  });
}

describe('Ring', () => {
  it('serves from memory who has seen what it was opened behind, or more', () => {
    const ring = ringOf([11, 12, 13], 10);
    expect(servedAfter(ring, 10)).toEqual([11, 12, 13]);
    expect(servedAfter(ring, 12)).toEqual([13]);
    expect(servedAfter(ring, 13)).toEqual([]);
  });

  it('knows nothing of what was before, and nothing of what it has not reached', () => {
    const ring = ringOf([11, 12], 10);
    expect(servedAfter(ring, 9)).toBeNull();
    expect(servedAfter(ring, 13)).toBeNull();
  });

  it('opened from now, knows from its first event on', () => {
    expect(ringOf([], null).positionAfter(5)).toBeNull();
    expect(servedAfter(ringOf([7, 8], null), 6)).toBeNull();
    expect(servedAfter(ringOf([7, 8], null), 7)).toEqual([8]);
  });

  it('drops the oldest beyond its bounds, in events and in bytes', () => {
    const byEvents = ringOf([1, 2, 3, 4], 0, { maxEvents: 2, maxBytes: 100 });
    expect([byEvents.at(1), servedAfter(byEvents, 2), servedAfter(byEvents, 1)]).toEqual([
      'dropped',
      [3, 4],
      null,
    ]);
    const byBytes = new Ring(0, { maxEvents: 100, maxBytes: 10 });
    for (const cursor of [1, 2, 3]) byBytes.append(entry(cursor, 5));
    expect(byBytes.at(0)).toBe('dropped');
    byBytes.append(entry(4, 50));
    expect(servedAfter(byBytes, 3)).toEqual([4]);
  });

  it('tells apart what is too old, what is there and what is yet to come', () => {
    const ring = ringOf([1, 2, 3], 0, { maxEvents: 2, maxBytes: 100 });
    expect([ring.at(0), ring.at(3), ring.head]).toEqual(['dropped', null, 3]);
    expect(ring.at(2)).toMatchObject({ cursor: 3 });
  });

  it('learns from an older stretch that reaches to where it begins, and moves nobody', () => {
    const ring = ringOf([6, 7], 5);
    const position = ring.positionAfter(6);
    ring.extendBack(ringOf([3, 4, 5, 6], 2));
    expect(servedAfter(ring, 2)).toEqual([3, 4, 5, 6, 7]);
    expect(servedAfter(ring, 4)).toEqual([5, 6, 7]);
    expect([servedAfter(ring, 1), ring.positionAfter(6), ring.bytes]).toEqual([null, position, 5]);
  });

  it.each([
    ['ends before it begins', ringOf([3], 2)],
    ['begins no earlier', ringOf([6, 7], 5)],
    ['has events without a place', new Ring(null)],
  ])('learns nothing from a stretch that %s', (_, older) => {
    if (older.reached === null) for (const cursor of [4, null, 5]) older.append(entry(cursor));
    const ring = ringOf([6, 7], 5);
    ring.extendBack(older);
    expect([servedAfter(ring, 5), servedAfter(ring, 4), ring.at(-1)]).toEqual([[6, 7], null, 'dropped']);
  });

  it('learns of the time before only as much as half of its window holds', () => {
    const ring = ringOf([6], 5, { maxEvents: 6, maxBytes: 100 });
    ring.extendBack(ringOf([1, 2, 3, 4, 5], 0));
    expect([servedAfter(ring, 3), servedAfter(ring, 2)]).toEqual([[4, 5, 6], null]);
    for (const cursor of [7, 8, 9, 10]) ring.append(entry(cursor));
    expect([servedAfter(ring, 4), servedAfter(ring, 3)]).toEqual([[5, 6, 7, 8, 9, 10], null]);
  });

  it('either serves exactly what is missing or says that it cannot', () => {
    const ascending = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
    const bounds = fc.record({
      maxEvents: fc.integer({ min: 1, max: 20 }),
      maxBytes: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(
        ascending,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        bounds,
        (all, opened, seen, limits) => {
          const log = all.toSorted((left, right) => left - right);
          const ring = ringOf(
            log.filter((cursor) => cursor > opened),
            opened,
            limits,
          );
          const served = servedAfter(ring, seen);
          if (served !== null) expect(served).toEqual(log.filter((cursor) => cursor > seen));
        },
      ),
    );
  });
  it('serves exactly what is missing also when it has learned, and what is appended later', () => {
    const cursors = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
    const place = fc.integer({ min: 0, max: 60 });
    const bounds = fc.record({
      maxEvents: fc.integer({ min: 1, max: 40 }),
      maxBytes: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(cursors, place, place, place, place, bounds, (all, opened, further, met, seen, limits) => {
        const log = all.toSorted((left, right) => left - right);
        const between = (after: number, to: number) => log.filter((one) => one > after && one <= to);
        const ring = ringOf(between(opened, met), opened, limits);
        const [head, old] = [ring.head, ringOf(between(further, met), further, limits)];
        ring.extendBack(old);
        expect(ring.head).toBe(head);
        for (const cursor of between(Math.max(met, opened), 60)) ring.append(entry(cursor));
        const served = servedAfter(ring, seen);
        if (served !== null) expect(served).toEqual(log.filter((cursor) => cursor > seen));
      }),
    );
  });
});
