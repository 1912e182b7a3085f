import { describe, expect, it, vi } from 'vitest';
import type { ExecutionResult } from 'graphql';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { members } from '../testing/members.ts';
import { guardConnection } from './guard-connection.ts';
import type { SubgraphConnection, SubgraphOperation } from './subgraph-connection.ts';
import { RecentChanges } from '../freshness/recent-changes.ts';
import { SharedReads } from './shared-reads.ts';
import { unobserved } from './traffic-observer.ts';
import { WriteClock } from './write-clock.ts';

type Change = Partial<SubgraphOperation>;
const viewer = {
  memberId: members.ann,
  sessionId: members.ann,
  roles: ['MEMBER'] as const,
  membershipVersion: 7,
};
const identity = { viewer, isService: false, requestId: 'r1' };
const operation: SubgraphOperation = { query: '{ a }', variables: { id: 1 }, identity };

/** A subgraph that answers in its own time, and how often it was asked. */
function setUp(sharesReads = true, elsewhere?: RecentChanges) {
  const asked: PromiseWithResolvers<ExecutionResult>[] = [];
  const shared = vi.fn();
  const execute = () => {
    const one = Promise.withResolvers<ExecutionResult>();
    asked.push(one);
    return one.promise;
  };
  const events = (async function* () {
    yield { data: { tick: 1 } };
  })();
  const connection: SubgraphConnection = {
    name: 'rooms',
    execute,
    subscribe: () => events,
    fetch: async () => new Response(),
    close: async () => undefined,
  };
  const guarded = guardConnection(connection, {
    changes: new WriteClock(),
    sharesReads,
    ...(elsewhere && { elsewhere }),
    observer: { ...unobserved, shared },
  });
  const ask = (change: Change = {}) => guarded.execute({ ...operation, ...change });
  return { guarded, asked, shared, ask };
}

describe('equal reads under way', () => {
  it('are one request, and each may change its answer as it likes', async () => {
    const { asked, shared, ask } = setUp();
    const answers = [ask(), ask({ identity: { ...identity, requestId: 'r2' } }), ask()];
    expect(asked).toHaveLength(1);
    asked[0]?.resolve({ data: { a: { b: 1 } } });
    const [first, ...others] = await Promise.all(answers);
    Object.assign(first?.data?.['a'] ?? {}, { b: 2 });
    expect(others).toEqual([{ data: { a: { b: 1 } } }, { data: { a: { b: 1 } } }]);
    expect(others[0]?.data).not.toBe(others[1]?.data);
    expect(shared.mock.calls).toEqual([['rooms'], ['rooms']]);
  });

  it('are asked one by one where somebody measures', () => {
    const { asked, ask } = setUp(false);
    void ask();
    void ask();
    expect(asked).toHaveLength(2);
  });

  it('fail together', async () => {
    const { asked, ask } = setUp();
    const answers = Promise.allSettled([ask(), ask()]);
    asked[0]?.reject(new Error('lost'));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('are over with the answer', async () => {
    const { asked, ask } = setUp();
    const first = ask();
    asked[0]?.resolve({ data: {} });
    await first;
    void ask();
    expect(asked).toHaveLength(2);
  });

  const others: readonly (readonly [string, Change])[] = [
    ['another query', { query: '{ b }' }],
    ['other variables', { variables: { id: 2 } }],
    ['a mutation', { query: 'mutation { a }' }],
    ['the header of another client', { authorization: 'Bearer x' }],
    ['nobody', { identity: { ...identity, viewer: null } }],
    ['the service', { identity: { ...identity, isService: true } }],
    ['another session', { identity: { ...identity, viewer: { ...viewer, sessionId: members.bob } } }],
    ['other roles', { identity: { ...identity, viewer: { ...viewer, roles: ['CX'] } } }],
    ['a later membership', { identity: { ...identity, viewer: { ...viewer, membershipVersion: 8 } } }],
    ['another demand for freshness', { identity: { ...identity, reads: { atLeast: { '1': '0/1' } } } }],
    ['another address', { identity: { ...identity, clientAddress: '192.0.2.1' } }],
  ];
  it.each(others)('are not equal to those with %s', (_, change) => {
    const { asked, ask } = setUp();
    void ask();
    void ask(change);
    expect(asked).toHaveLength(2);
  });

  it('are not joined by those of whoever has learned of a change since', async () => {
    const { guarded, asked, ask } = setUp();
    void ask();
    const changing = ask({ query: 'mutation { a }' });
    void ask();
    expect(asked).toHaveLength(2); // it has not been answered: nobody knows
    asked[1]?.resolve({ data: {} });
    await changing;
    void ask();
    expect(asked).toHaveLength(3);
    await guarded.subscribe({ ...operation, query: 'subscription { tick }' }).next();
    void ask();
    expect(asked).toHaveLength(4);
    await guarded.fetch(new Request('http://x/', { method: 'POST' }), { identity, clientAddress: '' });
    void ask();
    expect(asked).toHaveLength(5);
    await guarded.fetch(new Request('http://x/'), { identity, clientAddress: '' });
    void ask();
    expect(asked).toHaveLength(5);
  });

  it.each([
    ['for fifty milliseconds', 50, 1],
    ['and no longer', 51, 2],
  ])('are joined %s after one was sent', async (_, passedMs, times) => {
    let nowMs = 0;
    const reads = new SharedReads('rooms', new WriteClock(), { now: () => nowMs });
    const ask = vi.fn((onSent: () => void) => {
      onSent();
      return new Promise<ExecutionResult>(() => undefined);
    });
    void reads.read(operation, ask);
    nowMs = passedMs;
    void reads.read(operation, ask);
    expect(ask).toHaveBeenCalledTimes(times);
  });

  it('are joined however many are under way that began too long ago', () => {
    let nowMs = 0;
    const reads = new SharedReads('rooms', new WriteClock(), { now: () => nowMs });
    const ask = vi.fn((onSent: () => void) => {
      onSent();
      return new Promise<ExecutionResult>(() => undefined);
    });
    for (; nowMs < 2_000; nowMs += 10) void reads.read(operation, ask);
    expect(ask).toHaveBeenCalledTimes(34);
  });

  it('are joined while they wait to be sent, whatever changes meanwhile, and then no longer', () => {
    let nowMs = 0;
    const changes = new WriteClock();
    const reads = new SharedReads('rooms', changes, { now: () => nowMs });
    const sending: (() => void)[] = [];
    const ask = vi.fn((onSent: () => void) => {
      sending.push(onSent);
      return new Promise<ExecutionResult>(() => undefined);
    });
    void reads.read(operation, ask);
    nowMs = 1_000;
    changes.tick();
    void reads.read(operation, ask);
    sending[0]?.();
    void reads.read(operation, ask);
    expect(ask).toHaveBeenCalledTimes(1);
    changes.tick();
    void reads.read(operation, ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  describe('where there are other supergraphs', () => {
    const elsewhere = (mayHaveChanged: RecentChanges['mayHaveChanged']) =>
      setUp(
        true,
        Object.assign(new RecentChanges({ keyValue: new MemoryKeyValueStore() }), { mayHaveChanged }),
      );

    it('are joined by whoever changed nothing there', async () => {
      const { asked, ask } = elsewhere(async () => false);
      const answers = [ask(), ask()];
      await Promise.resolve();
      asked[0]?.resolve({ data: { a: 1 } });
      expect(await Promise.all(answers)).toEqual([{ data: { a: 1 } }, { data: { a: 1 } }]);
      expect(asked).toHaveLength(1);
    });

    it('are answered also when they are over before it is known', async () => {
      const known = Promise.withResolvers<boolean>();
      const { asked, ask } = elsewhere(() => known.promise);
      const answers = [ask(), ask()];
      asked[0]?.resolve({ data: { a: 1 } });
      await answers[0];
      known.resolve(false);
      expect(await answers[1]).toEqual({ data: { a: 1 } });
    });

    it('fail also when they have failed before it is known, and nothing else does', async () => {
      const known = Promise.withResolvers<boolean>();
      const { asked, ask } = elsewhere(() => known.promise);
      const unhandled = vi.fn();
      process.once('unhandledRejection', unhandled);
      const answers = Promise.allSettled([ask(), ask()]);
      asked[0]?.reject(new Error('lost'));
      await new Promise((resolve) => setImmediate(resolve));
      known.resolve(false);
      expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      process.removeListener('unhandledRejection', unhandled);
      expect(unhandled).not.toHaveBeenCalled();
    });

    it('are not joined by whoever did, and their failure is not theirs', async () => {
      const { asked, ask } = elsewhere(async () => true);
      const answers = Promise.allSettled([ask(), ask()]);
      await vi.waitFor(() => expect(asked).toHaveLength(2));
      asked[0]?.reject(new Error('lost'));
      asked[1]?.resolve({ data: { a: 2 } });
      expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    });

    it('are joined without a question by the supergraph itself, which events tell', () => {
      const mayHaveChanged = vi.fn(async () => true);
      const { asked, ask } = elsewhere(mayHaveChanged);
      const service = { identity: { ...identity, viewer: null, isService: true } };
      void ask(service);
      void ask(service);
      expect([asked.length, mayHaveChanged.mock.calls.length]).toEqual([1, 0]);
    });
  });

  it('are asked one by one where the primary is demanded', () => {
    const { asked, ask } = setUp();
    const demanding = { identity: { ...identity, reads: 'primary' as const } };
    void ask(demanding);
    void ask(demanding);
    expect(asked).toHaveLength(2);
  });

  it('go on for the others when the first one leaves', async () => {
    const { asked, ask } = setUp();
    const leaving = new AbortController();
    const first = ask({ signal: leaving.signal }).catch(() => 'left');
    const others = [ask(), ask()];
    leaving.abort();
    asked[0]?.reject(new Error('aborted'));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.resolve({ data: { a: 1 } });
    expect(await first).toBe('left');
    expect(await Promise.all(others)).toEqual([{ data: { a: 1 } }, { data: { a: 1 } }]);
  });
});
