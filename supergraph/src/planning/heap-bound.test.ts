import { expect, it } from 'vitest';
import { heapBoundMb } from './heap-bound.ts';

const gb = 1_024 ** 3;

it.each([
  ['a container of one gigabyte', gb, 64 * gb, 256],
  ['a container of eight', 8 * gb, 64 * gb, 2_048],
  ['a container of more', 32 * gb, 64 * gb, 2_048],
  ['a container too small for it', gb / 2, 64 * gb, 200],
  ['a machine of four without a container', 0, 4 * gb, 1_024],
  ['a machine whose limit is said to be endless', 2 ** 64, 4 * gb, 1_024],
])('in %s', (_, constrained, total, megabytes) => {
  expect(heapBoundMb(constrained, total)).toBe(megabytes);
});

it('is known of this machine', () => {
  expect(heapBoundMb()).toBeGreaterThanOrEqual(200);
});
