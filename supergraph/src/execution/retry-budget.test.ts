import { describe, expect, it, vi } from 'vitest';
import { onceMoreWhenStale } from './once-more-when-stale.ts';
import { RetryBudget } from './retry-budget.ts';
import { unobserved } from './traffic-observer.ts';

const lost = Object.assign(new Error('lost'), { code: 'UND_ERR_SOCKET' });
const late = Object.assign(new Error('late'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
const identity = { viewer: null, isService: true, requestId: 'r' };

function setUp() {
  const clock = { ms: 0 };
  const retried = vi.fn();
  const retries = new RetryBudget('rooms', { now: () => clock.ms, observer: { ...unobserved, retried } });
  return { clock, retried, retries };
}
const taken = (retries: RetryBudget) => {
  let count = 0;
  while (retries.mayRetry()) count += 1;
  return count;
};

describe('the budget of retries', () => {
  it('lets the connections of one process be lost at once, and no more', () => {
    const { retries, retried } = setUp();
    expect(taken(retries)).toBe(100);
    expect(retried).toHaveBeenLastCalledWith('rooms', false);
  });

  it('grows by a fifth of the requests', () => {
    const { retries } = setUp();
    taken(retries);
    for (let request = 0; request < 50; request += 1) retries.noteRequest();
    expect(taken(retries)).toBe(10);
  });

  it('grows by ten a second for who asks rarely', () => {
    const { retries, clock } = setUp();
    taken(retries);
    clock.ms += 500;
    expect(taken(retries)).toBe(5);
  });
});

describe('what failed', () => {
  const ask = async (query: string, error: Error, retries = setUp().retries) => {
    const call = vi.fn(async () => 'answer').mockRejectedValueOnce(error);
    const operation = { query, variables: {}, identity };
    const answer = await onceMoreWhenStale(operation, call, { retries, random: () => 0 }).catch(String);
    return [answer, call.mock.calls.length];
  };

  it.each([
    ['is read again when its connection was stale', '{ a }', lost, ['answer', 2]],
    ['is not changed twice', 'mutation { a }', lost, ['Error: lost', 1]],
    ['is not read again when it took too long', '{ a }', late, ['Error: late', 1]],
  ] as const)('%s', async (_, query, error, told) => {
    expect(await ask(query, error)).toEqual(told);
  });

  it('is not read again when the budget is spent', async () => {
    const { retries } = setUp();
    taken(retries);
    expect(await ask('{ a }', lost, retries)).toEqual(['Error: lost', 1]);
  });

  it('is read again once', async () => {
    const call = vi.fn(async () => Promise.reject(lost));
    const { retries } = setUp();
    const operation = { query: '{ a }', variables: {}, identity };
    await expect(onceMoreWhenStale(operation, call, { retries, random: () => 0 })).rejects.toThrow('lost');
    expect(call).toHaveBeenCalledTimes(2);
  });
});
