import { describe, expect, it } from 'vitest';
import { toHandle } from './handle.ts';

describe('a handle', () => {
  it.each([
    ['minji', 'minji'],
    ['MinJi', 'minji'],
    [' minji ', 'minji'],
    ['min.ji-k_1', 'min.ji-k_1'],
    ['abc', 'abc'],
    ['a'.repeat(30), 'a'.repeat(30)],
    ['007', '007'],
  ])('%j is kept as %j', (value, kept) => {
    expect(toHandle(value, 'handle')).toBe(kept);
  });

  it.each([
    '',
    'ab',
    'a'.repeat(31),
    'min ji',
    '.minji',
    'minji.',
    'min..ji',
    'min-_ji',
    'min\u0000ji',
    '민지',
    'mіnji',
    'minji@moim',
    "minji'--",
    'withdrawn:1',
    'moim',
    'ROOT',
  ])('%j is refused', (value) => {
    expect(() => toHandle(value, 'handle')).toThrow(expect.objectContaining({ field: 'handle' }));
  });
});
