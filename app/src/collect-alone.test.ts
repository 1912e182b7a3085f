import { expect, it } from 'vitest';
import { collectAlone } from './collect-alone.ts';

it.each([
  [1, ['--no-concurrent-marking', '--no-parallel-scavenge']],
  [2, []],
  [16, []],
])('of %d processors', (processors, expected) => {
  const flags: string[] = [];
  collectAlone(processors, (flag) => flags.push(flag));
  expect(flags).toEqual(expected);
});
