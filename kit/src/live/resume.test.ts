import { describe, expect, it } from 'vitest';
import { startOf } from './resume.ts';

describe('startOf', () => {
  it.each([
    [null, 7, 7],
    [undefined, 0, 0],
    [0, 7, 0],
    [3, 7, 3],
    [7, 7, 7],
  ])('cursor %j of a log that ends at %i starts after %i', (afterSeq, lastSeq, start) => {
    expect(startOf(afterSeq, lastSeq)).toBe(start);
  });

  it.each([8, -1])('refuses %i for a log that ends at 7 and names the argument', (afterSeq) => {
    expect(() => startOf(afterSeq, 7)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'afterSeq' }),
    );
  });
});
