import { describe, expect, it } from 'vitest';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { z } from 'zod';
import { defaultPoints, noPointLimits } from './point-limits.ts';
import { pointVariables, toPointLimits } from './point-variables.ts';

const read = (environment: Record<string, string>, defaults = defaultPoints) =>
  toPointLimits(readConfiguration(z.object(pointVariables), environment), defaults);

describe('what an operator says of points', () => {
  it('is nothing, and then it is as we find it right', () => {
    expect(read({})).toEqual(defaultPoints);
    expect(read({}, noPointLimits)).toEqual(noPointLimits);
  });

  it.each([
    [{ POINTS_BUCKET: '0' }, { ...defaultPoints, bucket: 0 }],
    [{ POINTS_BUCKET: '100' }, { ...defaultPoints, bucket: 100, perOperation: 100 }],
    [
      { POINTS_PER_OPERATION: '10', POINTS_PER_SECOND: '5' },
      { ...defaultPoints, perOperation: 10, perSecond: 5 },
    ],
  ])('%j', (environment, expected) => expect(read(environment)).toEqual(expected));

  it.each([
    [{ POINTS_PER_SECOND: '0' }, 'POINTS_PER_SECOND'],
    [{ POINTS_BUCKET: '-1' }, 'POINTS_BUCKET'],
    [{ POINTS_BUCKET: 'many' }, 'POINTS_BUCKET'],
    [{ POINTS_BUCKET: '10', POINTS_PER_OPERATION: '11' }, 'nobody could pay'],
  ])('%j stops the start', (environment, words) => {
    expect(() => read(environment)).toThrow(words);
  });
});
