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
});
