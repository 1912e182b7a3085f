import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bulkhead } from './bulkhead.ts';
import { unobserved } from './traffic-observer.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function setUp() {
  const refused = vi.fn();
  const bulkhead = new Bulkhead(
    'rooms',
    { maxRunning: 2, maxWaiting: 2, waitMs: 100 },
    { ...unobserved, refused },
  );
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const told = new Map<string, string>();
  const ask = (name: string, signal?: AbortSignal) => {
    const call = () =>
      new Promise<void>((resolve) => {
        begun.push(name);
        ends.set(name, resolve);
      });
    bulkhead.run(signal ? { signal } : {}, call).then(
      () => told.set(name, 'answered'),
      (error: unknown) => told.set(name, String(error instanceof Error && 'code' in error && error.code)),
    );
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const end = async (name: string) => {
    ends.get(name)?.();
    await settle();
  };
  return { bulkhead, refused, begun, told, ask, end, settle };
}

describe('a bulkhead', () => {
  it('lets so many run, so many wait in order, and refuses the rest at once', async () => {
    const { bulkhead, refused, begun, told, ask, end, settle } = setUp();
    for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name);
    await settle();
    expect([begun, bulkhead.running, bulkhead.waiting]).toEqual([['a', 'b'], 2, 2]);
    expect([...told]).toEqual([['e', 'SUBGRAPH_UNAVAILABLE']]);
    await end('b');
    await end('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await end('c');
    await end('d');
    expect([bulkhead.running, bulkhead.waiting]).toEqual([0, 0]);
    expect(refused.mock.calls).toEqual([['rooms', 'queue']]);
  });

  it('lets nobody wait for long', async () => {
    const { bulkhead, refused, begun, told, ask } = setUp();
    for (const name of ['a', 'b', 'c']) ask(name);
    await vi.advanceTimersByTimeAsync(100);
    expect([...told]).toEqual([['c', 'SUBGRAPH_UNAVAILABLE']]);
    expect([begun, bulkhead.waiting]).toEqual([['a', 'b'], 0]);
    expect(refused.mock.calls).toEqual([['rooms', 'wait']]);
  });

  it('gives no place to who has left, nor loses it', async () => {
    const { bulkhead, begun, told, ask, end } = setUp();
    const leaving = new AbortController();
    for (const name of ['a', 'b']) ask(name);
    ask('c', leaving.signal);
    ask('d');
    leaving.abort();
    await end('a');
    expect(begun).toEqual(['a', 'b', 'd']);
    expect(told.get('c')).toBe('SUBGRAPH_UNAVAILABLE');
    await end('b');
    await end('d');
    expect(bulkhead.running).toBe(0);
  });
});
