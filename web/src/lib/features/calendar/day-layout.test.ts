import { describe, expect, it } from 'vitest';
import { placeInLanes, placeSideBySide } from './day-layout.ts';

const hours = (from: number, until: number) => ({ from: from * 60, until: until * 60 });

describe('a day with overlaps', () => {
  it('gives what stands alone the whole width', () => {
    const placed = placeSideBySide([hours(9, 10), hours(10, 11)]);
    expect(placed.map(({ column, columns }) => [column, columns])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('puts what overlaps side by side, and lets a column be used again', () => {
    const placed = placeSideBySide([hours(9, 12), hours(9, 10), hours(10, 11), hours(13, 14)]);
    expect(placed.map(({ column, columns }) => [column, columns])).toEqual([
      [0, 2],
      [1, 2],
      [1, 2],
      [0, 1],
    ]);
  });

  it('keeps room for what is too short to be read', () => {
    const placed = placeSideBySide([
      { from: 540, until: 541 },
      { from: 545, until: 600 },
    ]);
    expect(placed.map(({ column }) => column)).toEqual([0, 1]);
  });
});

describe('whole days', () => {
  it('lie in lanes without touching', () => {
    const placed = placeInLanes([
      { first: 2, last: 3 },
      { first: 0, last: 6 },
      { first: 4, last: 4 },
      { first: 3, last: 5 },
    ]);
    expect(placed.map(({ item, lane }) => [item.first, lane])).toEqual([
      [0, 0],
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
  });
});
