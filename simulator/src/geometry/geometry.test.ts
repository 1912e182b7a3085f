import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapBetween } from './gap.ts';
import { overlaps } from './overlap.ts';
import { relativePose, toLocal, toWorld, wrapAngle } from './pose.ts';
import { castRay } from './ray.ts';
import { contains, cornersOf } from './rectangle.ts';

const square = (xM: number, yM: number, headingRad = 0) => ({ xM, yM, headingRad, lengthM: 2, widthM: 2 });
const metre = fc.double({ min: -20, max: 20, noNaN: true });
const pose = fc.record({ xM: metre, yM: metre, headingRad: fc.double({ min: -7, max: 7, noNaN: true }) });

describe('overlaps and gapBetween', () => {
  it.each([
    ['apart along x', square(3, 0), false, 1],
    ['edge on edge', square(2, 0), false, 0],
    ['a hair inside', square(1.99, 0), true, 0],
    ['corner towards an edge', square(1 + Math.SQRT2 + 0.5, 0, Math.PI / 4), false, 0.5],
    // Its nearest edge is the line x + y = 4.6 − √2, the corner (1, 1) is what comes nearest.
    ['bounding boxes meet, shapes do not', square(2.3, 2.3, Math.PI / 4), false, 2.6 / Math.SQRT2 - 1],
    ['one inside the other', { ...square(0, 0, 0.3), lengthM: 0.5, widthM: 0.5 }, true, 0],
  ] as const)('%s', (_, other, isOverlapping, gapM) => {
    expect(overlaps(square(0, 0), other)).toBe(isOverlapping);
    expect(gapBetween(square(0, 0), other)).toBeCloseTo(gapM, 9);
  });

  it('do not depend on the order nor on where the world begins', () => {
    fc.assert(
      fc.property(pose, pose, pose, (a, b, frame) => {
        const [first, second] = [square(a.xM, a.yM, a.headingRad), square(b.xM, b.yM, b.headingRad)];
        const moved = { ...second, ...relativePose(frame, second) };
        const gapM = gapBetween(first, second);
        expect(gapBetween(second, first)).toBeCloseTo(gapM, 9);
        expect(gapBetween({ ...first, ...relativePose(frame, first) }, moved)).toBeCloseTo(gapM, 6);
      }),
    );
  });
});

describe('contains', () => {
  it.each([
    [0, true],
    [0.49, true],
    [0.51, false],
  ])('a square of 2 m, moved by %f m in one of 3 m: %s', (byM, isInside) => {
    const outer = { ...square(0, 0), lengthM: 3, widthM: 3 };
    expect(contains(outer, square(byM, 0))).toBe(isInside);
  });

  it('forgives the tolerance on each side', () => {
    expect(contains(square(0, 0), square(0.1, -0.1), 0.11)).toBe(true);
    expect(contains(square(0, 0), square(0.1, -0.1), 0.09)).toBe(false);
  });
});

describe('poses', () => {
  it('go into a frame and back', () => {
    fc.assert(
      fc.property(pose, pose, (frame, point) => {
        const back = toWorld(frame, toLocal(frame, point));
        expect(back.xM).toBeCloseTo(point.xM, 9);
        expect(back.yM).toBeCloseTo(point.yM, 9);
      }),
    );
  });

  it.each([
    [0, 0],
    [Math.PI, Math.PI],
    [-Math.PI, Math.PI],
    [3 * Math.PI, Math.PI],
    [-0.1, -0.1],
    [2 * Math.PI + 0.1, 0.1],
  ])('wraps %f to %f', (rad, wrapped) => {
    expect(wrapAngle(rad)).toBeCloseTo(wrapped, 12);
  });

  it('lists corners counter-clockwise', () => {
    expect(cornersOf(square(0, 0))).toEqual([
      { xM: 1, yM: 1 },
      { xM: -1, yM: 1 },
      { xM: -1, yM: -1 },
      { xM: 1, yM: -1 },
    ]);
  });
});

describe('castRay', () => {
  const wall = { from: { xM: 2, yM: -1 }, to: { xM: 2, yM: 1 } };

  it.each([
    ['head on', 0, 2, 1],
    ['at 20°', (20 * Math.PI) / 180, 2 / Math.cos((20 * Math.PI) / 180), Math.cos((20 * Math.PI) / 180)],
  ])('%s', (_, bearing, distanceM, incidenceCos) => {
    const hit = castRay({ xM: 0, yM: 0 }, { xM: Math.cos(bearing), yM: Math.sin(bearing) }, wall);
    expect(hit?.distanceM).toBeCloseTo(distanceM, 12);
    expect(hit?.incidenceCos).toBeCloseTo(incidenceCos, 12);
  });

  it.each([
    ['past its end', { xM: Math.SQRT1_2, yM: Math.SQRT1_2 }],
    ['behind', { xM: -1, yM: 0 }],
    ['parallel', { xM: 0, yM: 1 }],
  ])('misses it %s', (_, direction) => {
    expect(castRay({ xM: 0, yM: 0 }, direction, wall)).toBeNull();
  });
});
