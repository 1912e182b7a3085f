import { type ExecutionResult, GraphQLError } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { closableStream } from '../execution/closable-stream.ts';
import { maskExtension } from './mask-extension.ts';

const operation = {
  ...{ query: '{ a }', variables: {} },
  identity: { viewer: null, isService: false, requestId: 'r1' },
};
const log = { error: vi.fn() };

/** An extension that answers this, and streams it. */
function masked(result: ExecutionResult) {
  const left = [result];
  const close = vi.fn();
  const next = async (): Promise<IteratorResult<ExecutionResult, void>> => {
    const value = left.shift();
    return value ? { done: false, value } : { done: true, value: undefined };
  };
  return maskExtension(
    {
      name: 'weather',
      execute: async () => result,
      subscribe: () => closableStream({ next, close }),
      fetch: async () => new Response('a page'),
      close,
    },
    log,
  );
}

const saying = (code: unknown): ExecutionResult => ({
  data: { a: null },
  errors: [
    new GraphQLError('words', {
      path: ['a', 0],
      extensions: { code, field: 'b', subgraph: 'identity', exception: { stack: 'at /srv/app' } },
    }),
  ],
  extensions: { moim: { cluster: '1', lsn: 'FF/FFFFFFFF' } },
});
const listed = Object.keys(publicCodes).filter((code) => code !== 'INTERNAL');

describe('an error of an extension', () => {
  it.each(listed)('keeps its words under %s, and cannot speak for another subgraph', async (code) => {
    const { errors } = await masked(saying(code)).execute(operation);
    expect(errors?.map((error) => error.toJSON())).toEqual([
      { message: 'words', path: ['a', 0], extensions: { code, subgraph: 'weather', field: 'b' } },
    ]);
  });

  it.each(['INTERNAL', 'GRAPHQL_VALIDATION_FAILED', 'toString', 42, undefined])(
    'is hidden and logged under %s',
    async (code) => {
      log.error.mockClear();
      const { errors } = await masked(saying(code)).execute(operation);
      expect(errors?.map((error) => error.toJSON())).toEqual([
        {
          message: 'Something went wrong in an extension.',
          path: ['a', 0],
          extensions: { code: 'INTERNAL', subgraph: 'weather' },
        },
      ]);
      expect(log.error.mock.calls).toEqual([
        [
          { extension: 'weather', requestId: 'r1', hidden: { message: 'words', path: ['a', 0], code } },
          'an extension failed',
        ],
      ]);
    },
  );
});

describe('what an extension says', () => {
  it('is data and errors, and nothing about our databases', async () => {
    expect(await masked(saying('NOT_FOUND')).execute(operation)).toEqual({
      data: { a: null },
      errors: [expect.any(GraphQLError)],
    });
    expect(await masked({ data: { a: 1 } }).execute(operation)).toEqual({ data: { a: 1 } });
  });

  it('is the same in a stream, whose refusal has no data', async () => {
    const stream = masked({ errors: [new GraphQLError('at /srv/app')] }).subscribe(operation);
    const { value } = await stream.next();
    expect(JSON.stringify(value)).toBe(
      '{"errors":[{"message":"Something went wrong in an extension.","extensions":{"code":"INTERNAL","subgraph":"weather"}}]}',
    );
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('is never a page of this origin', async () => {
    const caller = { identity: operation.identity, clientAddress: '' };
    expect((await masked({}).fetch(new Request('http://x/weather/'), caller)).status).toBe(404);
  });
});
