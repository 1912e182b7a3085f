import { describe, expect, it, vi } from 'vitest';
import { GraphQLError } from 'graphql';
import { BoundedCache } from './bounded-cache.ts';
import { Breaker } from './breaker.ts';
import { closableStream } from './closable-stream.ts';
import { toExecutionResult, toGraphQLError } from './graphql-result.ts';
import { PushQueue } from './push-queue.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

describe('closableStream', () => {
  it('has all that servers look for before they dispose of a stream', () => {
    const stream = closableStream({
      next: async () => ({ done: true, value: undefined }),
      close: () => undefined,
    });
    for (const name of ['next', 'return', 'throw'] as const)
      expect(Reflect.get(stream, name)).toBeTypeOf('function');
    expect(stream[Symbol.asyncIterator]()).toBe(stream);
  });

  it('answers a waiting read when it is closed, and closes its source once', async () => {
    const close = vi.fn();
    const stream = closableStream({ next: () => new Promise<never>(() => undefined), close });
    const waiting = stream.next();
    await Promise.all([stream.return(), stream.return()]);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(close).toHaveBeenCalledOnce();
  });

  it('does not close what ended or failed by itself', async () => {
    const close = vi.fn();
    const failing = closableStream({ next: () => Promise.reject(new Error('lost')), close });
    await expect(failing.next()).rejects.toThrow('lost');
    await failing.return();
    expect(close).not.toHaveBeenCalled();
    expect(await failing.next()).toMatchObject({ done: true });
  });

  it('closes its source on throw(), and throws', async () => {
    const close = vi.fn();
    const stream = closableStream({ next: () => new Promise<never>(() => undefined), close });
    await expect(stream.throw(new Error('why'))).rejects.toThrow('why');
    expect(close).toHaveBeenCalledOnce();
  });
});

describe('PushQueue', () => {
  it('keeps order between what waits and what is awaited', async () => {
    const queue = new PushQueue<number>(10);
    queue.push(1);
    queue.push(2);
    expect([await queue.next(), await queue.next()]).toMatchObject([{ value: 1 }, { value: 2 }]);
    const waiting = queue.next();
    queue.push(3);
    expect(await waiting).toMatchObject({ value: 3 });
  });

  it('takes no more than its limit', () => {
    const queue = new PushQueue<number>(2);
    expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual([true, true, false]);
  });

  it('hands out what waits before the end, whatever the end is', async () => {
    const [ended, failed, last] = [
      new PushQueue<number>(9),
      new PushQueue<number>(9),
      new PushQueue<number>(1),
    ];
    for (const queue of [ended, failed, last]) queue.push(1);
    ended.end();
    failed.fail(new Error('lost'));
    last.endWith(2);
    for (const queue of [ended, failed, last]) expect(await queue.next()).toMatchObject({ value: 1 });
    expect(await ended.next()).toMatchObject({ done: true });
    await expect(failed.next()).rejects.toThrow('lost');
    expect([await last.next(), await last.next()]).toMatchObject([{ value: 2 }, { done: true }]);
  });
});

describe('Breaker', () => {
  const failing = () => Promise.reject(new Error('ETIMEDOUT 10.0.0.1'));
  const setUp = () => {
    const clock = { ms: 0 };
    return { clock, breaker: new Breaker('rooms', { now: () => clock.ms }) };
  };

  it('names the subgraph and nothing else', async () => {
    const error: unknown = await setUp()
      .breaker.run(failing)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SubgraphUnavailableError);
    expect(error).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'rooms' });
    expect(String(error)).not.toContain('10.0.0.1');
  });

  it('after three failures in a row tries once a second, and is closed by the first success', async () => {
    const { clock, breaker } = setUp();
    const call = vi.fn(failing);
    for (let attempt = 0; attempt < 3; attempt += 1) await breaker.run(call).catch(() => undefined);
    await breaker.run(call).catch(() => undefined); // the first probe
    await breaker.run(call).catch(() => undefined);
    expect(call).toHaveBeenCalledTimes(4);
    clock.ms += 1_000;
    expect(await breaker.run(async () => 'back')).toBe('back');
    expect(await breaker.run(async () => 'again')).toBe('again');
  });

  it('does not count failures between successes together', async () => {
    const { breaker } = setUp();
    for (let round = 0; round < 5; round += 1) {
      await breaker.run(failing).catch(() => undefined);
      await breaker.run(failing).catch(() => undefined);
      expect(await breaker.run(async () => round)).toBe(round);
    }
  });
});

describe('BoundedCache', () => {
  it('forgets what was used longest ago once it is full', () => {
    const cache = new BoundedCache<number>(3);
    for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index, 1);
    cache.get('a');
    cache.set('d', 3, 1);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
  });

  it('counts a value that replaces another once, and does not keep what is too heavy', () => {
    const cache = new BoundedCache<number>(3);
    for (let round = 0; round < 5; round += 1) cache.set('a', round, 2);
    expect(cache.get('a')).toBe(4);
    cache.set('b', 1, 4);
    expect(cache.get('b')).toBeUndefined();
  });
});

describe('what another process answers', () => {
  it.each([null, 'text', [], {}, { message: 'no' }])('is no result: %j', (value) => {
    expect(toExecutionResult(value)).toBeNull();
  });

  it('keeps `data: null` apart from no data', () => {
    expect(toExecutionResult({ data: null })).toEqual({ data: null });
    expect(toExecutionResult({ errors: [{ message: 'no' }] })).not.toHaveProperty('data');
  });

  it.each([
    [
      { message: 'no', path: ['a', 1], extensions: { code: 'X' } },
      { message: 'no', path: ['a', 1], extensions: { code: 'X' } },
    ],
    [
      { message: 7, path: [{}], extensions: [] },
      { message: 'The subgraph failed.', path: [] },
    ],
    ['just text', { message: 'The subgraph failed.' }],
  ])('its errors are the library’s, whatever it put there: %j', (value, json) => {
    const error = toGraphQLError(value);
    expect(error).toBeInstanceOf(GraphQLError);
    expect(error.toJSON()).toEqual(json);
  });
});
