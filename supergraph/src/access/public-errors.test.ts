import { GraphQLError } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { TooComplex } from '../planning/planning-errors.ts';
import { codedError } from './refusal.ts';
import { maskErrors, passErrors } from './public-errors.ts';

const log = { error: vi.fn() };
const mask = maskErrors(log);
const coded = (code: unknown, extra = {}) =>
  new GraphQLError('words', { path: ['a', 0], extensions: { code, ...extra } });

describe('maskErrors', () => {
  it.each(Object.keys(publicCodes))('lets %s through with what the client may know', (code) => {
    expect(
      mask(
        coded(code, { field: 'text', subgraph: 'rooms', serviceName: 'rooms', url: 'http://10.0.0.1' }),
        'r1',
      ),
    ).toEqual({
      message: 'words',
      path: ['a', 0],
      extensions: { code, retryable: expect.any(Boolean), field: 'text', subgraph: 'rooms', requestId: 'r1' },
    });
  });

  it.each(['DOWNSTREAM_SERVICE_ERROR', 'toString', 42, undefined])(
    'hides the code %s and its words',
    (code) => {
      log.error.mockClear();
      expect(mask(coded(code), 'r1')).toEqual({
        message: 'Something went wrong on our side.',
        path: ['a', 0],
        extensions: { code: 'INTERNAL', retryable: true, requestId: 'r1' },
      });
      expect(log.error).toHaveBeenCalledOnce();
    },
  );

  it('knows our own errors, however deep libraries wrapped them', () => {
    const wrapped = new GraphQLError('x', {
      originalError: new GraphQLError('y', { originalError: new NotFoundError() }),
    });
    expect(mask(wrapped, 'r1').extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(mask(new InvalidInputError('text', 'Too long.'), 'r1')).toMatchObject({ message: 'Too long.' });
  });

  it('calls faults of the request by one code', () => {
    expect(mask(coded('GRAPHQL_VALIDATION_FAILED'), 'r1')).toMatchObject({
      message: 'words',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('says of the planner’s limit that it is one', () => {
    expect(mask(new TooComplex(), 'r1').extensions).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it.each(['a string', null, undefined, { code: 'NOT_FOUND' }])('hides %s, whoever threw that', (thrown) => {
    expect(mask(thrown, 'r1').extensions).toMatchObject({ code: 'INTERNAL' });
  });
});

describe('passErrors', () => {
  it('leaves a foreign graph its codes, without stacks', () => {
    expect(passErrors(coded('THEIRS', { stacktrace: ['at x'], reason: 'y' }), 'r1')).toEqual({
      message: 'words',
      path: ['a', 0],
      extensions: { code: 'THEIRS', reason: 'y', requestId: 'r1' },
    });
  });

  it.each([
    ['a limit', codedError('LIMIT_EXCEEDED', 'Too big.'), { code: 'LIMIT_EXCEEDED', retryable: false }],
    [
      'an outage',
      coded('TIMED_OUT', { subgraph: 'rooms', serviceName: 'rooms' }),
      { code: 'TIMED_OUT', subgraph: 'rooms', serviceName: 'rooms', retryable: true },
    ],
    ['the planner’s limit', new TooComplex(), { code: 'LIMIT_EXCEEDED', retryable: false }],
    [
      'the same code of a subgraph',
      coded('TIMED_OUT', { serviceName: 'rooms' }),
      { code: 'TIMED_OUT', serviceName: 'rooms' },
    ],
  ])('says of %s what our own list says', (_, error, extensions) => {
    expect(passErrors(error, 'r1').extensions).toEqual({ ...extensions, requestId: 'r1' });
  });

  it('hides what is no GraphQL error', () => {
    expect(passErrors(new Error('secret'), 'r1')).toMatchObject({
      message: 'Something went wrong on our side.',
    });
  });
});
