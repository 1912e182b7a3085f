import { expect, it } from 'vitest';
import { LagClock } from './lag-clock.ts';

it('knows no lag while the replica has everything, however long nothing is written', () => {
  const clock = new LagClock();
  clock.note(100n, 100n, 0);
  expect([clock.lagMs(60_000), clock.lagBytes]).toEqual([0, 0]);
});

it('counts from when something was first seen missing', () => {
  const clock = new LagClock();
  clock.note(100n, 90n, 1_000);
  clock.note(200n, 90n, 2_000);
  expect([clock.lagMs(3_000), clock.lagBytes]).toEqual([2_000, 110]);
});

it('counts anew once what was missing has come, though more is missing now', () => {
  const clock = new LagClock();
  clock.note(100n, 90n, 1_000);
  clock.note(200n, 100n, 2_000);
  expect([clock.lagMs(2_500), clock.lagBytes]).toEqual([500, 100]);
});
