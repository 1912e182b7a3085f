import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterMarkers, placeLabels } from './cluster-markers.ts';

const anySpots = fc.array(fc.record({ x: fc.nat(600), y: fc.nat(400) }), { maxLength: 40 });

describe('markers that would overlap', () => {
  it('become one marker where the first of them is', () => {
    const spots = [
      { id: 'a', x: 10, y: 10 },
      { id: 'b', x: 300, y: 10 },
      { id: 'c', x: 20, y: 15 },
    ];
    const clusters = clusterMarkers(spots, 28).map(({ x, items }) => [x, items.map(({ id }) => id)]);
    expect(clusters).toEqual([
      [10, ['a', 'c']],
      [300, ['b']],
    ]);
  });

  it('are all kept, once, and what is left can be told apart', () => {
    fc.assert(
      fc.property(anySpots, (spots) => {
        const clusters = clusterMarkers(spots, 28);
        expect(clusters.flatMap(({ items }) => items)).toHaveLength(spots.length);
        for (const [index, one] of clusters.entries())
          for (const other of clusters.slice(index + 1))
            expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(28);
      }),
    );
  });
});

describe('labels', () => {
  it('are left out where they would cover another label or marker', () => {
    const labels = [
      { x: 100, y: 100, widthPx: 60 },
      { x: 100, y: 110, widthPx: 60 },
      { x: 60, y: 200, widthPx: 60 },
      { x: 110, y: 200, widthPx: 60 },
    ];
    expect(placeLabels(labels, 600)).toEqual(['right', null, null, 'right']);
  });

  it.each([
    [174, 'right'],
    [173, 'left'],
  ])('stand to the left where the map ends: on %d pixels %s', (mapWidthPx, side) => {
    expect(placeLabels([{ x: 100, y: 100, widthPx: 60 }], mapWidthPx)).toEqual([side]);
  });
});
