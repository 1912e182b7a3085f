import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BehindError, ConflictError, InvalidInputError, NotFoundError } from '../errors/domain-error.ts';
import { isPermanent, isTransient, retryDelayMs, SequenceGapError } from './failure.ts';

const withCode = (code: string) => Object.assign(new Error('refused'), { code });

describe('retryDelayMs', () => {
  it('stays below a bound that doubles from one second to five minutes', () => {
    const bounds = [1, 2, 3, 8, 9, 10, 50].map((attempts) => retryDelayMs(attempts, () => 1));
    expect(bounds).toEqual([1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000]);
  });

  it('spreads over everything below the bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const delay = retryDelayMs(attempts, () => random);
          expect(delay).toBe(Math.round(random * retryDelayMs(attempts, () => 1)));
        },
      ),
    );
  });
});

describe('a failure', () => {
  it.each([
    ['a broken rule', new InvalidInputError('f', 'wrong'), true],
    ['something unknown', new NotFoundError(), true],
    ['a contradiction', new ConflictError('no'), true],
    ['a payload against its contract', z.string().safeParse(1).error, true],
    ['a projection that is behind', new BehindError(), false],
    ['a gap, which a second leader may cause for a moment', new SequenceGapError('gap'), false],
    ['a bug', new TypeError('undefined is not a function'), false],
  ])('by %s: permanent %#', (_, error, permanent) => {
    expect(isPermanent(error)).toBe(permanent);
  });

  it.each([
    ['a lost connection', withCode('08006'), true],
    ['a deadlock', withCode('40P01'), true],
    ['a shutdown', withCode('57P01'), true],
    ['a refused socket', withCode('ECONNREFUSED'), true],
    ['a lock that was not to be had', withCode('55P03'), true],
    ['a full pool', new Error('timeout exceeded when trying to connect'), true],
    ['any of these wrapped', new Error('Failed query', { cause: withCode('57P01') }), true],
    ['a unique key', withCode('23505'), false],
    ['a bug', new TypeError('undefined is not a function'), false],
    ['a value that is no error', 'oops', false],
  ])('by %s: the infrastructure %#', (_, error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});
